package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.tools.cluster.FlinkCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;

/**
 * How the operator starts the processes of a FlinkDeployment, in an image without Flink's scripts:
 * these are in no artifact.
 */
final class FlinkContainer {

  private static final String HOME = "/opt/flink";
  private static final String CONFIGURATION = HOME + "/conf";

  private final JsonNode deployment;

  FlinkContainer(JsonNode deployment) {
    this.deployment = deployment;
  }

  /** Writes the folder that both processes have as their configuration. */
  Path writeConfiguration(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("config.yaml"),
        options().entrySet().stream()
            .map(option -> option.getKey() + ": '" + option.getValue() + "'\n")
            .collect(Collectors.joining()));
    Map<String, String> logging = Manifests.texts(deployment.at("/spec/logConfiguration"));
    for (Map.Entry<String, String> file : logging.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /** podman's options for either process, beside the pod's. */
  List<String> options(String process, Path configuration) {
    List<String> options =
        new ArrayList<>(PodOptions.limits(memory(process), resource(process, "cpu").asDouble()));
    options.add("--volume=" + configuration + ":" + CONFIGURATION + ":ro");
    // What Flink's scripts set, and its image's entry point.
    options.add("--env=FLINK_CONF_DIR=" + CONFIGURATION);
    options.add("--env=FLINK_LIB_DIR=" + HOME + "/lib");
    options.add("--env=FLINK_PLUGINS_DIR=" + HOME + "/plugins");
    options.add("--env=LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2");
    return options;
  }

  List<String> jobManager() {
    Configuration configuration = configuration();
    configuration.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory("jobManager"));
    List<String> command =
        inContainer(flink().jobManager(flags("jobmanager"), classPath(), configuration));
    command.replaceAll(
        argument ->
            argument.equals(StandaloneSessionClusterEntrypoint.class.getName())
                ? "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint"
                : argument);
    command.add("--job-classname");
    command.add(deployment.at("/spec/job/entryClass").asText());
    command.addAll(Manifests.list(deployment.at("/spec/job/args")));
    return command;
  }

  List<String> taskManager() {
    Configuration configuration = configuration();
    configuration.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory("taskManager"));
    configuration.set(TaskManagerOptions.CPU_CORES, resource("taskManager", "cpu").asDouble());
    return inContainer(
        flink().taskManager(flags("taskmanager"), classPath(), configuration, Map.of()));
  }

  /** The memory limit of a process's container. */
  MemorySize memory(String process) {
    return MemorySize.parse(resource(process, "memory").asText());
  }

  private JsonNode resource(String process, String name) {
    return deployment.at("/spec/" + process + "/resource/" + name);
  }

  private Configuration configuration() {
    return Configuration.fromMap(options());
  }

  private static FlinkCommands flink() {
    return new FlinkCommands(Path.of(CONFIGURATION));
  }

  private static String classPath() {
    return HOME + "/lib/*";
  }

  /** Without the Java of this machine: the container's is its entry point. */
  private static List<String> inContainer(List<String> command) {
    return new ArrayList<>(command.subList(1, command.size()));
  }

  private List<String> flags(String process) {
    List<String> flags = new ArrayList<>();
    flags.add("-Dlog.file=" + HOME + "/log/" + process + ".log");
    flags.add("-Dlog4j.configurationFile=file:" + CONFIGURATION + "/log4j-console.properties");
    return flags;
  }

  /** The manifest's, without what needs Kubernetes' API, and with what the operator adds. */
  private Map<String, String> options() {
    Map<String, String> options =
        new TreeMap<>(Manifests.texts(deployment.at("/spec/flinkConfiguration")));
    options.keySet().removeIf(key -> key.matches("(high-availability|kubernetes|job\\.auto).*"));
    options.put("jobmanager.rpc.address", "127.0.0.1");
    options.put("taskmanager.host", "127.0.0.1");
    options.put("parallelism.default", deployment.at("/spec/job/parallelism").asText());
    // All processes share a network here, and so its ports.
    options.put("metrics.reporter.prometheus.port", "9249-9259");
    return options;
  }
}
