package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.rest.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The images are built as the Dockerfiles say, and run as the manifests of {@code small} say: their
 * users, limits and volumes, a root that is read-only, and a broker with TLS, logins and rights.
 */
class ImagesIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");
  private static final Path ROCKET = Path.of("src/test/resources/io/labelstream/vision/rocket.jpg");
  private static final int FEED = 200;

  @TempDir private static Path folder;
  private static ContainerTools tools;
  private static ContainerStack stack;
  private static OutsideCommands commands;

  @BeforeAll
  static void start() throws Exception {
    tools = ContainerTools.open();
    stack = ContainerStack.start(tools, BuiltImages.build(tools), folder);
    commands = new OutsideCommands(folder, stack.brokerAddress(), stack.outsideClient());
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                stack.isAlive(ContainerStack.JOB_MANAGER)
                    && stack.isAlive(ContainerStack.TASK_MANAGER)
                    && stack.isAlive(ContainerStack.FACADE)
                    && stack.management().get("/readyz").status() == 200);
  }

  @AfterAll
  static void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
    if (tools != null) {
      tools.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BuiltImages.JOB, BuiltImages.FACADE})
  void imagesSayWhatTheyAre(String image) throws Exception {
    JsonNode configuration = Yaml.JSON.readTree(tools.podman("image", "inspect", image)).path(0);
    assertThat(Manifests.texts(configuration.at("/Config/Labels")))
        .containsEntry("org.opencontainers.image.version", BuiltImages.VERSION)
        .containsEntry("org.opencontainers.image.revision", BuiltImages.REVISION)
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
        .containsKeys("org.opencontainers.image.title", "org.opencontainers.image.description");
    assertThat(configuration.at("/Config/User").asText()).isEqualTo("9999:9999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {ContainerStack.JOB_MANAGER, ContainerStack.TASK_MANAGER, ContainerStack.FACADE})
  void processesMayDoNothingElse(String container) throws Exception {
    assertThat(stack.execute(container, "cat", "/proc/1/status"))
        .containsPattern("Uid:(\\s+9999){4}\n")
        .containsPattern("Gid:(\\s+9999){4}\n")
        .containsPattern("CapBnd:\\s+0+\n")
        .containsPattern("CapEff:\\s+0+\n")
        .containsPattern("NoNewPrivs:\\s+1\n")
        .containsPattern("Seccomp:\\s+2\n");
    String mounts = stack.execute(container, "cat", "/proc/mounts");
    assertThat(mounts.lines().filter(mount -> mount.split(" ", -1)[1].equals("/")))
        .singleElement()
        .satisfies(root -> assertThat(root.split(" ", -1)[3]).startsWith("ro"));
    String limit =
        stack.execute(
            container,
            "sh",
            "-c",
            "cat /sys/fs/cgroup/memory.max || cat /sys/fs/cgroup/memory/memory.limit_in_bytes");
    assertThat(Long.parseLong(limit)).isEqualTo(stack.memory(container));
  }

  /** As an engine runs it that knows of no probes. */
  @Test
  void theHealthCheckPasses() throws Exception {
    JsonNode image =
        Yaml.JSON.readTree(tools.podman("image", "inspect", BuiltImages.FACADE)).path(0);
    List<String> check = Manifests.list(image.at("/Healthcheck/Test"));
    assertThat(check).startsWith("CMD");
    stack.execute(ContainerStack.FACADE, check.subList(1, check.size()).toArray(String[]::new));
  }

  /** They are loaded from the image: nothing was unpacked into a folder that can be written. */
  @Test
  void librariesAreThoseOfTheImage() throws Exception {
    String maps = stack.execute(ContainerStack.TASK_MANAGER, "cat", "/proc/1/maps");
    assertThat(maps.lines().map(line -> line.replaceAll(".* ", "")))
        .contains("/opt/labelstream/natives/libtensorflow_cc.so.2")
        .contains("/opt/labelstream/natives/libjnileptonica.so")
        .noneMatch(file -> file.matches("(?!/opt/labelstream/natives/).*(tensorflow|leptonica).*"));
  }

  @Test
  void aPhotographIsClassifiedThroughKafka() throws Exception {
    assertThat(commands.answers(PHOTOGRAPHS.resolve("coffee.png")))
        .contains("\"main_label\":\"Espresso\"");
  }

  /** By the id under which the image's folder has it, within the memory that the manifest gives. */
  @Test
  void theContentFilterAnswersOnceItIsNamed() throws Exception {
    String filter =
        stack
            .execute(ContainerStack.TASK_MANAGER, "ls", "/opt/labelstream/models")
            .lines()
            .filter(name -> name.startsWith("moderation-fp32@"))
            .findFirst()
            .orElseThrow();
    commands.models("use", filter);
    await().atMost(TIMEOUT).until(() -> commands.primary().equals(filter));
    assertThat(commands.answers(PHOTOGRAPHS.resolve("chelsea.png")))
        .contains("\"main_label\":\"Neutral\"");
    commands.models("withdraw", "primary");
    await().atMost(TIMEOUT).until(() -> commands.primary().startsWith("resnet50-"));
  }

  /** The facade keeps it in the volume that the job reads it from. */
  @Test
  void aPhotographIsClassifiedOverHttp() throws Exception {
    ApiClient.Response classified = classifyOverHttp("coffee.png");
    assertThat(classified.status()).as(classified.text()).isEqualTo(201);
    assertThat(classified.text()).contains("Espresso");
  }

  @Test
  void anotherTaskManagerTakesOver() throws Exception {
    Path feed = Files.createDirectories(folder.resolve("feed"));
    for (int number = 0; number < FEED; number++) {
      Path photograph = feed.resolve(number + ".jpg");
      Files.copy(ROCKET, photograph);
      // Behind the end marker it changes nothing but that no two are equal, so each is classified.
      Files.writeString(photograph, "number " + number, StandardOpenOption.APPEND);
    }
    Process classify = commands.classify(feed);
    List<String> answers = new ArrayList<>();
    try (BufferedReader lines = classify.inputReader(UTF_8)) {
      answers.add(lines.readLine());
      stack.kill(ContainerStack.TASK_MANAGER);
      stack.start(ContainerStack.TASK_MANAGER);
      lines.lines().forEach(answers::add);
    }
    assertThat(classify.waitFor()).as(String.join("\n", answers)).isZero();
    assertThat(answers).hasSize(FEED).doesNotHaveDuplicates();
    assertThat(answers.stream().map(ImagesIT::label).distinct()).hasSize(1);
  }

  /** What is mounted is read again once Kafka refuses what was read before. */
  @Test
  void newPasswordsAndANewAuthorityAreTakenUpWithoutARestart() throws Exception {
    String image = upload("chelsea.png");
    stack.rotate();
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> stack.api().post(image + "/classify").status() == 201);
    assertThat(stack.log(ContainerStack.FACADE)).contains("SslAuthenticationException");
    assertThat(
            List.of(ContainerStack.FACADE, ContainerStack.JOB_MANAGER, ContainerStack.TASK_MANAGER))
        .allMatch(stack::isAlive);
  }

  private static String label(String answer) {
    return answer.replaceAll(".*\"main_label\":\"([^\"]+)\".*", "$1");
  }

  private static ApiClient.Response classifyOverHttp(String photograph) throws Exception {
    return stack.api().post(upload(photograph) + "/classify");
  }

  /** Returns its path. */
  private static String upload(String photograph) throws Exception {
    ApiClient.Response created =
        stack.api().upload(photograph, Files.readAllBytes(PHOTOGRAPHS.resolve(photograph)));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return "/v1/images/" + created.json().path("id").asText();
  }
}
