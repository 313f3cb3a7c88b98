package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.rest.ApiClient;
import io.labelstream.rest.KeyFile;
import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.configuration.MemorySize;

/**
 * Broker, JobManager, TaskManager and facade in containers, as the manifests of {@code small} have
 * them. They share a network that nothing else is in; a holder keeps it, and the {@link
 * SocketRelay} within that.
 */
final class ContainerStack implements AutoCloseable {

  static final String BROKER = "broker";
  static final String JOB_MANAGER = "jobmanager";
  static final String TASK_MANAGER = "taskmanager";
  static final String FACADE = "facade";

  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final String HOLDER = "network";
  private static final String HOST = "pod";
  private static final List<String> USERS = List.of("labelstream-job", "labelstream-facade");
  private static final int API = 8080;
  private static final int MANAGEMENT = 8082;

  /** What a container is and runs. */
  private record Definition(List<String> arguments, Map<String, String> secrets) {}

  private final ContainerTools tools;
  private final BuiltImages images;
  private final Path folder;
  private final String prefix = "t" + ThreadLocalRandom.current().nextInt(1 << 30) + "-";
  private final Map<String, Definition> definitions = new HashMap<>();
  private final Map<String, Process> running = new LinkedHashMap<>();
  private final List<SocketRelay> relays = new ArrayList<>();
  private final Path authority;
  private final ContainerBroker broker;
  private String key = "";
  private String brokerAddress = "";
  private String api = "";
  private String management = "";

  private ContainerStack(ContainerTools tools, BuiltImages images, Path folder) throws IOException {
    this.tools = tools;
    this.images = images;
    this.folder = folder;
    authority = Files.createDirectories(folder.resolve("ca")).resolve("ca.crt");
    broker = new ContainerBroker(Files.createDirectories(folder.resolve("broker")), authority);
  }

  static ContainerStack start(ContainerTools tools, BuiltImages images, Path folder)
      throws Exception {
    ContainerStack stack = new ContainerStack(tools, images, folder);
    try {
      stack.startAll();
      return stack;
    } catch (Exception | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  private void startAll() throws Exception {
    Files.writeString(
        folder.resolve("hosts"),
        "127.0.0.1 localhost %s %s%n".formatted(HOST, ContainerBroker.HOST));
    startNetwork();
    broker.prepare(USERS, brokerAddress, Path.of("/kafka"));
    Path jar = Path.of(System.getProperty("labelstream.jar"));
    define(
        BROKER,
        List.of(
            "--volume=" + folder.resolve("broker") + ":/kafka",
            "--volume=" + jar + ":/labelstream.jar:ro",
            images.jre(),
            "java",
            "-Xmx512m",
            "-cp",
            "/labelstream.jar",
            "kafka.Kafka",
            "/kafka/server.properties"),
        Map.of());
    start(BROKER);
    broker.apply(brokerAddress, Overlay.SMALL.manifests());

    Map<String, Path> secrets = secrets();
    FlinkContainer flink = new FlinkContainer(Overlay.SMALL.job());
    Path configuration = flink.writeConfiguration(folder.resolve("conf"));
    PodOptions job = PodOptions.of(Overlay.SMALL.job().at("/spec/podTemplate"), prefix, secrets);
    defineFlink(JOB_MANAGER, job, flink.options("jobManager", configuration), flink.jobManager());
    defineFlink(
        TASK_MANAGER, job, flink.options("taskManager", configuration), flink.taskManager());
    defineFacade(secrets);
    // The volumes belong to their users once the image that has their folders was the first.
    startAlone(FACADE);
    startAlone(JOB_MANAGER);
    start(TASK_MANAGER);
  }

  /** Two containers that make the volume that they share at the same time fail. */
  private void startAlone(String name) throws IOException {
    start(name);
    await().atMost(TIMEOUT).until(() -> isAlive(name) && !log(name).isEmpty());
  }

  private void startNetwork() throws IOException {
    Path sockets = Files.createDirectories(folder.resolve("sockets"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--network=none",
                "--volume=" + sockets + ":/sockets",
                "--volume=" + Path.of("target/test-classes").toAbsolutePath() + ":/classes:ro",
                images.jre(),
                "java",
                "-Xmx64m",
                "-cp",
                "/classes",
                SocketRelay.class.getName(),
                "/sockets"));
    List.of(ContainerBroker.OUTSIDE_PORT, API, MANAGEMENT)
        .forEach(port -> arguments.add(port.toString()));
    start(HOLDER, new Definition(arguments, Map.of()));
    await().atMost(TIMEOUT).until(() -> isAlive(HOLDER) && log(HOLDER).contains("ready"));
    brokerAddress = relay(sockets, ContainerBroker.OUTSIDE_PORT);
    api = relay(sockets, API);
    management = relay(sockets, MANAGEMENT);
  }

  private String relay(Path sockets, int port) throws IOException {
    SocketRelay relay = SocketRelay.outside(sockets, port);
    relays.add(relay);
    return relay.address();
  }

  /** What Strimzi and `keys create` make. */
  private Map<String, Path> secrets() throws IOException {
    Map<String, Path> secrets = new HashMap<>();
    secrets.put("kafka-cluster-ca-cert", authority.getParent());
    for (String user : USERS) {
      secrets.put(user, Files.createDirectories(folder.resolve(user)));
      putLogin(user, ContainerBroker.password(user));
    }
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Path file = keys.resolve("keys.json");
    key = new KeyFile(file, Clock.systemUTC()).create("ann", KeyMode.LIVE, 100_000);
    // A Secret's files can be read by the pod's user.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    secrets.put("labelstream-keys", keys);
    return secrets;
  }

  private void putLogin(String user, String password) throws IOException {
    Files.writeString(
        folder.resolve(user).resolve("sasl.jaas.config"), ContainerBroker.login(user, password));
  }

  /**
   * Changes the passwords of job and facade, and has the broker come back with a certificate of
   * another authority. The Secrets follow; no container but the broker's is started again.
   */
  void rotate() throws Exception {
    for (String user : USERS) {
      String password = "newer-of-" + user;
      broker.changePassword(brokerAddress, user, password);
      putLogin(user, password);
    }
    kill(BROKER);
    broker.issueCertificate();
    start(BROKER);
  }

  private void defineFlink(
      String name, PodOptions pod, List<String> options, List<String> command) {
    List<String> arguments = new ArrayList<>(pod.options());
    arguments.addAll(options);
    arguments.add("--entrypoint=java");
    arguments.add(BuiltImages.JOB);
    arguments.addAll(command);
    define(name, arguments, pod.environment());
  }

  private void defineFacade(Map<String, Path> secrets) {
    JsonNode template = Overlay.SMALL.facade().at("/spec/template");
    JsonNode container = template.at("/spec/containers/0");
    PodOptions pod = PodOptions.of(template, prefix, secrets);
    List<String> arguments = new ArrayList<>(pod.options());
    JsonNode limits = container.at("/resources/limits");
    arguments.addAll(
        PodOptions.limits(
            MemorySize.parse(limits.path("memory").asText().replace("i", "")),
            limits.path("cpu").asDouble()));
    arguments.add(BuiltImages.FACADE);
    arguments.addAll(Manifests.list(container.path("args")));
    define(FACADE, arguments, pod.environment());
  }

  private void define(String name, List<String> arguments, Map<String, String> secrets) {
    List<String> all = new ArrayList<>(List.of("--network=container:" + prefix + HOLDER));
    all.addAll(arguments);
    definitions.put(name, new Definition(all, secrets));
  }

  /** Starts a container, as new. */
  void start(String name) throws IOException {
    start(name, definition(name));
  }

  private void start(String name, Definition definition) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--rm",
                "--replace",
                "--name=" + prefix + name,
                "--hostname=" + HOST,
                "--no-hosts",
                "--volume=" + folder.resolve("hosts") + ":/etc/hosts:ro",
                // podman's defaults may be more than this process may give.
                "--ulimit=nofile=4096:4096",
                "--ulimit=nproc=4096:4096",
                // It needs systemd; a test runs its command.
                "--no-healthcheck"));
    arguments.addAll(definition.arguments());
    running.put(name, tools.start(logFile(name), definition.secrets(), arguments));
  }

  /** Kills a container's process, which is what a lost node does. */
  void kill(String name) throws IOException, InterruptedException {
    tools.podman("kill", prefix + name);
    process(name).waitFor();
  }

  /** Runs a program in a container, and returns what it prints. */
  String execute(String name, String... command) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("exec", prefix + name));
    arguments.addAll(List.of(command));
    return tools.podman(arguments.toArray(String[]::new));
  }

  boolean isAlive(String name) {
    assertThat(process(name).isAlive()).as(() -> name + " ended: " + log(name)).isTrue();
    return true;
  }

  /** What a container has printed since its last start. */
  String log(String name) {
    return ContainerTools.text(logFile(name));
  }

  /** The memory limit of a container, in bytes. */
  long memory(String name) {
    return definition(name).arguments().stream()
        .filter(argument -> argument.startsWith("--memory="))
        .mapToLong(argument -> Long.parseLong(argument.substring("--memory=".length())))
        .findFirst()
        .orElseThrow();
  }

  /** The API, with a key. */
  ApiClient api() {
    return new ApiClient("http://" + api, "x-api-key", key);
  }

  /** What is for operators. */
  ApiClient management() {
    return new ApiClient("http://" + management);
  }

  /** The broker, from the outside. */
  String brokerAddress() {
    return brokerAddress;
  }

  /** What clients from the outside are set to. */
  Map<String, String> outsideClient() {
    return broker.outsideClient();
  }

  @Override
  public void close() throws IOException {
    for (SocketRelay relay : relays) {
      relay.close();
    }
    List<String> names = new ArrayList<>(running.keySet());
    // The network's holder goes last.
    Collections.reverse(names);
    try {
      for (String name : names) {
        tools.podman("rm", "--force", "--ignore", "--time=0", prefix + name);
        process(name).waitFor();
      }
      String volumes = tools.podman("volume", "ls", "--quiet", "--filter=name=" + prefix);
      for (String volume : volumes.lines().toList()) {
        tools.podman("volume", "rm", "--force", volume);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Definition definition(String name) {
    return Objects.requireNonNull(definitions.get(name), name);
  }

  private Process process(String name) {
    return Objects.requireNonNull(running.get(name), name);
  }

  private Path logFile(String name) {
    return folder.resolve(name + ".log");
  }
}
