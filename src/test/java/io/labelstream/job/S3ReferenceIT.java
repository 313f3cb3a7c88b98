package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.files.S3Server;
import io.labelstream.files.UnreliableLink;
import io.labelstream.registry.ModelSource;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.ModelClassifierFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The job's function with the real model, Flink's S3 plugin and a real S3 server. */
@TestInstance(Lifecycle.PER_CLASS)
class S3ReferenceIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(8);
  private static final String COFFEE = "s3://photographs/in/coffee.png";
  private static final String ESPRESSO = "\"main_label\":\"Espresso\"";

  private S3Server server;
  private UnreliableLink link;
  private OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = S3Server.start(folder, "photographs", "denied");
    server.put(
        "/photographs/in/coffee.png", Files.readAllBytes(Path.of("deploy/photographs/coffee.png")));
    link = new UnreliableLink(server.port());
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(
            S3Server.configure(folder, link.port(), "denied", S3Server.credentialLines())
                .toString());
    // What FLINK_PLUGINS_DIR is for a process that a test can start.
    FileSystem.initialize(
        configuration,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(Path.of(System.getProperty("labelstream.plugins", "")))
                .findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(configuration)));
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new StreamMap<>(
                new ClassifyFunction(
                    new ClassifyTaskFactory(
                        ModelSource.fixed(
                            new ModelClassifierFactory(
                                System.getProperty("labelstream.model", ""),
                                PrecisionChoice.FP32,
                                EngineChoice.TENSORFLOW),
                            0),
                        List.of(URI.create("s3://photographs/in/"), URI.create("s3://denied/")),
                        TIMEOUT,
                        Destinations.fixed("results", 1_000_000),
                        List.of(),
                        Clock.systemUTC()))));
    harness.open();
    // Which loads the plugin's classes; that alone took four seconds on a busy machine.
    assertThat(answer(COFFEE)).contains(ESPRESSO);
  }

  @AfterAll
  void stop() throws Exception {
    harness.close();
    link.close();
    server.close();
    FileSystem.initialize(new Configuration(), null);
  }

  @AfterEach
  void mend() {
    link.forward();
  }

  @Test
  void classifiesAnObject() throws Exception {
    assertThat(answer(COFFEE)).contains(ESPRESSO);
  }

  @Test
  void saysThatAnObjectIsMissing() throws Exception {
    assertThat(answer("s3://photographs/in/none.png"))
        .contains("\"status\":422", "dataref must lead to an image, but nothing is there");
  }

  @Test
  void readsNoOtherObjectThanTheOneThatIsNamed() throws Exception {
    for (String name : new String[] {"in/", "in//coffee.png"}) {
      assertThat(answer("s3://photographs/" + name))
          .contains("\"status\":422", "dataref must have no empty segment in its path");
    }
  }

  @Test
  void saysThatAnObjectIsDenied() throws Exception {
    assertThat(answer("s3://denied/coffee.png"))
        .contains("\"status\":422", "dataref must lead to an image that the job may read");
    assertThat(answer("s3://photographs/elsewhere/coffee.png"))
        .contains("\"status\":422", "dataref must be under an allowed prefix");
  }

  @Test
  void triesAgainAfterErrorsOfTheServer() throws Exception {
    link.failNext(2);
    assertThat(answer(COFFEE)).contains(ESPRESSO);
    assertThat(link.failuresLeft()).isZero();
  }

  @Test
  void triesAgainWhileConnectionsAreRefused() throws Exception {
    link.refuse();
    CompletableFuture<Void> again =
        CompletableFuture.runAsync(
            link::accept, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    assertThat(answer(COFFEE)).contains(ESPRESSO);
    again.join();
  }

  @Test
  void givesUpASilentServerAndGoesOn() throws Exception {
    link.fallSilent();
    assertUnavailableInTime();
    link.forward();
    assertThat(answer(COFFEE)).contains(ESPRESSO);
  }

  @Test
  void givesUpBytesThatTrickleIn() throws Exception {
    link.trickle();
    assertUnavailableInTime();
    awaitNoReader();
    link.forward();
    assertThat(answer(COFFEE)).contains(ESPRESSO);
  }

  @Test
  void keepsNoThreadAtASilentServer() throws Exception {
    link.fallSilent();
    for (int i = 0; i < 3; i++) {
      assertUnavailableInTime();
    }
    awaitNoReader();
  }

  private void assertUnavailableInTime() throws Exception {
    assertThat(answer(COFFEE))
        .contains("\"status\":503", "could not be read. Please try again later.");
  }

  /** Their socket's timeout is 10 s, and an idle thread stays for 10 s. */
  private static void awaitNoReader() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("reference")));
  }

  private String answer(String reference) throws Exception {
    harness.processElement(TestRecords.event("a", null, "ce_dataref", reference), 0);
    List<AnswerRecord> answers = harness.extractOutputValues();
    return TestRecords.body(answers.get(answers.size() - 1));
  }
}
