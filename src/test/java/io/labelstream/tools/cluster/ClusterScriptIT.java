package io.labelstream.tools.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.tools.local.CountedFeed;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster as its user has it, by {@code deploy/cluster.sh} alone. */
class ClusterScriptIT {

  private static final int PHOTOGRAPHS = 200;

  @TempDir private Path folder;
  private int port;
  private int kafkaPort;
  private int flinkPort;

  @BeforeEach
  void choosePorts() throws IOException {
    port = Ports.free();
    kafkaPort = Ports.free();
    flinkPort = Ports.free();
  }

  @AfterEach
  void down() throws Exception {
    run("down");
  }

  @Test
  void losesNothingWhenATaskManagerIsKilledAndLeavesNothingBehind() throws Exception {
    assertThat(up().exitCode()).isZero();
    JsonNode addresses = JsonMapper.builder().build().readTree(readyFile().toFile());
    List<Long> pids = pids(addresses);
    assertThat(pids).hasSize(6).allMatch(ClusterScriptIT::runs);
    assertThat(addresses.path("pid").asLong()).isIn(pids);
    for (String guarantee : List.of("at-least-once", "exactly-once")) {
      // The second one is an upgrade of the first.
      assertThat(
              run(
                      "submit",
                      "--parallelism=2",
                      "--precision=int8",
                      "--checkpoint-interval=1s",
                      // The feed repeats one photograph and has to be slow.
                      "--reuse-answers=0",
                      "--delivery-guarantee=" + guarantee)
                  .exitCode())
          .isZero();
      assertThat(tasksOfTaskManagers(addresses)).as("the tasks are spread").containsOnly(1);
      CountedFeed.Counts counts = feed(addresses, guarantee);
      System.out.println(guarantee + ", taskmanager 1 killed and not replaced: " + counts);
      assertThat(counts.lost()).isZero();
      if (guarantee.equals("exactly-once")) {
        assertThat(counts.duplicated()).isZero();
      }
      Output status = run("status");
      assertThat(status.exitCode()).isEqualTo(1);
      assertThat(status.text()).contains("taskmanager-1  ended", "RUNNING, 2 of 2 tasks run");
      assertThat(run("up").exitCode()).as("starts what was killed").isZero();
      assertThat(run("status").exitCode()).isZero();
    }
    flinksCommandLineNeedsTheSecret(addresses);
    pids = pids(JsonMapper.builder().build().readTree(readyFile().toFile()));
    assertThat(up().text()).as("settings while it runs").contains("down first");
    assertThat(readyFile()).as("it is ready as before").exists();
    assertThat(run("submit", "--model", "/nowhere").text()).contains("/nowhere");
    assertThat(run("submit", "--parallelism", "many").exitCode()).isEqualTo(2);
    submissionsThatCannotStartSayWhy();
    assertThat(run("status").text()).as("goes on").contains("RUNNING, 2 of 2 tasks run");
    assertThat(run("down").exitCode()).isZero();
    assertThat(run("status").exitCode()).isZero();
    assertThat(pids).noneMatch(ClusterScriptIT::runs);
    assertThat(readyFile()).doesNotExist();
    for (int taken : List.of(port, kafkaPort, flinkPort)) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken));
      }
    }
  }

  private void submissionsThatCannotStartSayWhy() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--bootstrap-servers=127.0.0.1:1", "no Kafka broker answers at 127.0.0.1:1"),
            List.of("--from-savepoint=file:///nope", "there is no savepoint at file:///nope"),
            List.of("--from-savepoint=nope:///nope", "nope"),
            List.of("--parallelism=99", "does not start: Could not acquire"))) {
      Output submission =
          run("submit", "--job-name=another", "--kafka.bogus.setting=1", wrong.get(0));
      assertThat(submission.exitCode()).isEqualTo(1);
      assertThat(submission.text()).contains(wrong.get(1)).doesNotContain("\tat ", "Caused by");
      if (wrong.get(0).startsWith("--parallelism")) {
        assertThat(submission.text())
            .contains("bogus.setting", "12 partitions for 99 tasks", "--alter-topics");
      }
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(run("status").text()).doesNotContain("another"));
  }

  private void flinksCommandLineNeedsTheSecret(JsonNode addresses) throws Exception {
    String address = addresses.path("flinkUrl").asText().replace("http://", "");
    String job = new FlinkRest("http://" + address).jobs().get(0).id();
    String savepoints = folder.resolve("flink/savepoints").toUri().toString();
    String[] savepoint = {"savepoint", "-m", address, job, savepoints};
    assertThat(flink("", "list", "-m", address).text()).contains(job);
    assertThat(flink("", "cancel", "-m", address, job).text()).contains("flink-secret");
    assertThat(flink("Authorization:Bearer " + "0".repeat(64), savepoint).exitCode()).isEqualTo(1);
    assertThat(run("status").text()).contains("RUNNING, 2 of 2 tasks run");
    String secret = Files.readString(folder.resolve("flink-secret"));
    assertThat(flink("Authorization:Bearer " + secret, savepoint).text())
        .contains("Savepoint completed");
    for (Path file : List.of(folder.resolve("conf"), folder.resolve("logs"))) {
      try (Stream<Path> files = Files.walk(file)) {
        assertThat(files.filter(Files::isRegularFile))
            .isNotEmpty()
            .noneMatch(written -> holds(written, secret));
      }
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file, ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flink's command line as it comes, with no configuration of ours. */
  private Output flink(String headers, String... arguments) throws Exception {
    Path configuration = Files.createDirectories(folder.resolve("tmp/conf"));
    Files.writeString(configuration.resolve("config.yaml"), "");
    List<String> command =
        FlinkCommands.client(
            List.of(), Installation.ofThisBuild().clientClassPath(), List.of(arguments));
    return output(
        command,
        Map.of("FLINK_CONF_DIR", configuration.toString(), "FLINK_REST_CLIENT_HEADERS", headers));
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(run("status").text()).contains("there is no cluster in this folder", "up");
    assertThat(run("submit").text()).contains("there is no cluster in this folder");
    assertThat(run("kill", "broker").text()).contains("there is no cluster in this folder");
    try (ServerSocket taken = new ServerSocket(kafkaPort, 1, InetAddress.getLoopbackAddress())) {
      Output up = up();
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.text()).contains(taken.getLocalPort() + " is taken", "--kafka-port");
    }
    assertThat(run("up", "--taskmanagers", "0").exitCode()).isEqualTo(2);
    assertThat(run("up", "--port", "0").exitCode()).isEqualTo(2);
    assertThat(run("down").exitCode()).as("nothing to end").isEqualTo(1);
    assertThat(run("kill", "taskmanager", "0").exitCode()).isEqualTo(2);
    assertThat(run("kill", "janitor").exitCode()).isEqualTo(2);
  }

  private CountedFeed.Counts feed(JsonNode addresses, String guarantee) throws Exception {
    byte[] photograph =
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    String kafka = addresses.path("bootstrapServers").asText();
    try (CountedFeed feed = new CountedFeed(new TopicClient(kafka), photograph, "/" + guarantee)) {
      feed.send(PHOTOGRAPHS);
      feed.awaitAnswered(PHOTOGRAPHS / 5);
      assertThat(run("kill", "taskmanager", "1").exitCode()).isZero();
      assertThat(feed.answered()).as("the feed is not over yet").isLessThan(PHOTOGRAPHS);
      return feed.finish();
    }
  }

  /** How many tasks each TaskManager has. */
  private static List<Integer> tasksOfTaskManagers(JsonNode addresses) throws Exception {
    return new FlinkRest(addresses.path("flinkUrl").asText())
        .taskManagers().stream().map(FlinkRest.TaskManager::tasks).toList();
  }

  private Output up() throws Exception {
    return run(
        "up",
        "--port=" + port,
        "--kafka-port=" + kafkaPort,
        "--flink-port=" + flinkPort,
        "--taskmanagers=2",
        "--flink-setting=taskmanager.numberOfTaskSlots=2");
  }

  private Path readyFile() {
    return folder.resolve("cluster.json");
  }

  private static List<Long> pids(JsonNode addresses) {
    List<Long> pids = new ArrayList<>();
    for (JsonNode role : addresses.path("pids")) {
      if (role.isArray()) {
        role.forEach(pid -> pids.add(pid.asLong()));
      } else {
        pids.add(role.asLong());
      }
    }
    return pids;
  }

  private static boolean runs(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isPresent() && process.get().isAlive();
  }

  /** What a call came to, stdout and stderr together. */
  private record Output(int exitCode, String text) {}

  private Output run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "deploy/cluster.sh"));
    command.addAll(List.of(arguments));
    command.add("--dir=" + folder);
    return output(command, Map.of());
  }

  private static Output output(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("cluster", ".out");
    try {
      // To a file, since what it starts would keep a pipe open.
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("%s has ended", command).isTrue();
      String text = Files.readString(output, UTF_8);
      System.out.println(String.join(" ", command) + "\n" + text);
      return new Output(process.exitValue(), text);
    } finally {
      Files.delete(output);
    }
  }
}
