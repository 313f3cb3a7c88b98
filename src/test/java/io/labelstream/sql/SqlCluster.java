package io.labelstream.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.Jdk;
import io.labelstream.tools.cluster.FlinkCommands;
import io.labelstream.tools.cluster.FlinkProcessConfiguration;
import io.labelstream.tools.sandbox.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.table.client.SqlClient;
import org.apache.flink.table.gateway.SqlGateway;

/**
 * Flink as its distribution runs it: a JobManager, a TaskManager, the SQL gateway and its client,
 * each a process of its own. What they have of us is {@code flink-lib/} in {@code lib/}.
 */
final class SqlCluster {

  private static final Path BUILD =
      Path.of(System.getProperty("labelstream.jar", "")).resolveSibling("");

  /** The distribution's {@code lib/}, and what is put beside it. */
  private static final String LIB =
      BUILD.resolve("flink/lib/*")
          + ":"
          + BUILD.resolve("flink-lib/*")
          + ":"
          + jars(Pattern.compile("(flink-(table|cep|json|csv|connector-files)|icu4j).*\\.jar"));

  /** What the distribution has in {@code opt/} for the gateway and its client. */
  private static final Pattern OPT = Pattern.compile("flink-sql-.*\\.jar");

  private static final int SLOTS = 2;

  private final Path folder;
  private final Process jobManager;
  private final Process taskManager;
  private final Process gateway;
  private final int gatewayPort;

  private SqlCluster(Path folder, Configuration configuration) throws IOException {
    this.folder = folder;
    FlinkCommands commands = new FlinkCommands(folder);
    jobManager =
        launch("jobmanager", commands.jobManager(logging("jobmanager"), LIB, configuration));
    taskManager =
        launch(
            "taskmanager",
            commands.taskManager(logging("taskmanager"), LIB, configuration, Map.of()));
    gatewayPort = Ports.free();
    gateway =
        launch(
            "gateway",
            java(
                "gateway",
                SqlGateway.class,
                "-Dsql-gateway.endpoint.rest.address=" + Ports.LOOPBACK,
                "-Dsql-gateway.endpoint.rest.port=" + gatewayPort,
                // Or it would take that of the JobManager's endpoint.
                "-Dsql-gateway.endpoint.rest.bind-port=" + gatewayPort));
  }

  /** Starts a TaskManager of two slots and what it needs; returns when statements can be run. */
  static SqlCluster start(Path folder) throws IOException {
    Configuration configuration =
        FlinkProcessConfiguration.onLoopback(
            Ports.free(), SLOTS, folder.resolve("tmp"), folder.resolve("flink-secret"));
    configuration.set(JobManagerOptions.PORT, Ports.free());
    configuration.set(JobManagerOptions.JVM_HEAP_MEMORY, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    Files.write(
        folder.resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(configuration, true));
    SqlCluster cluster = new SqlCluster(folder, configuration);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              assertThat(cluster.gateway.isAlive()).as(folder + "/gateway.out").isTrue();
              return listens(cluster.gatewayPort);
            });
    return cluster;
  }

  /** Runs a file of statements with {@code sql-client.sh -f}; returns what it printed. */
  String run(String statements) throws IOException, InterruptedException {
    Path script = Files.createTempFile(folder, "script", ".sql");
    Files.writeString(script, statements);
    String name = script.getFileName().toString();
    Process client =
        launch(
            name,
            java(
                "client",
                SqlClient.class,
                "gateway",
                "--endpoint",
                Ports.LOOPBACK + ":" + gatewayPort,
                "-f",
                script.toString()));
    try {
      assertThat(client.waitFor(5, TimeUnit.MINUTES)).as("the SQL client has ended").isTrue();
    } finally {
      client.destroyForcibly();
    }
    return Files.readString(folder.resolve(name + ".out"));
  }

  /** What the TaskManager has logged. */
  String taskManagerLog() throws IOException {
    return Files.readString(folder.resolve("taskmanager.log"));
  }

  void stop() throws InterruptedException {
    for (Process process : List.of(gateway, taskManager, jobManager)) {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Those of this process's class path. */
  private static String jars(Pattern names) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> names.matcher(Path.of(jar).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> java(String role, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Jdk.program("java"));
    command.add("-Xmx512m");
    command.addAll(logging(role));
    command.addAll(List.of("-cp", LIB + ":" + jars(OPT), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private List<String> logging(String role) {
    return List.of(
        "-Dlog4j2.configurationFile="
            + Path.of("src/main/resources/log4j2-cluster.xml").toAbsolutePath(),
        "-Dlog.file=" + folder.resolve(role + ".log"));
  }

  private Process launch(String name, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".out").toFile());
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
