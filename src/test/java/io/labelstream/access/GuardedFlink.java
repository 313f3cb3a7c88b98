package io.labelstream.access;

import static org.awaitility.Awaitility.await;

import io.labelstream.tools.sandbox.FlinkSecret;
import io.labelstream.tools.sandbox.LoopbackFlink;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.rest.RestServerEndpoint;
import org.apache.flink.runtime.rest.handler.RestHandlerSpecification;
import org.apache.flink.runtime.rest.versioning.RestAPIVersion;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink that is set as ours are, with all routes that a Flink can have, and with a job. */
final class GuardedFlink implements AutoCloseable {

  private final MiniCluster cluster;
  private final Path folder;
  private final JobID job;
  private final int port;

  private GuardedFlink(MiniCluster cluster, Path folder, JobID job, int port) {
    this.cluster = cluster;
    this.folder = folder;
    this.job = job;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param folder for its secret and its files
   */
  static GuardedFlink start(Path folder) throws Exception {
    Files.createDirectories(folder);
    Configuration configuration = LoopbackFlink.configuration(0, folder.resolve("flink-secret"));
    configuration.set(WebOptions.SUBMIT_ENABLE, true);
    configuration.set(WebOptions.CANCEL_ENABLE, true);
    configuration.set(WebOptions.RESCALE_ENABLE, true);
    configuration.set(RestOptions.ENABLE_PROFILER, true);
    return start(folder, configuration);
  }

  static GuardedFlink start(Path folder, Configuration configuration) throws Exception {
    configuration.set(WebOptions.UPLOAD_DIR, folder.toString());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(new Configuration());
    environment.setParallelism(1);
    environment
        .fromSource(
            new DataGeneratorSource<>(
                number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(1), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .sinkTo(new DiscardingSink<>());
    StreamGraph graph = environment.getStreamGraph();
    JobID job = graph.getJobGraph().getJobID();
    cluster.submitJob(graph.getJobGraph(GuardedFlink.class.getClassLoader(), job)).get();
    GuardedFlink flink =
        new GuardedFlink(cluster, folder, job, cluster.getRestAddress().get().getPort());
    await().atMost(Duration.ofMinutes(1)).until(flink::jobRuns);
    return flink;
  }

  int port() {
    return port;
  }

  String jobId() {
    return job.toHexString();
  }

  /** Whether the job is at work. */
  boolean jobRuns() throws Exception {
    var graph = cluster.getExecutionGraph(job).get();
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    List<ExecutionState> states = new ArrayList<>();
    graph.getAllExecutionVertices().forEach(task -> states.add(task.getExecutionState()));
    return !states.isEmpty() && states.stream().allMatch(ExecutionState.RUNNING::equals);
  }

  /** What Flink has for uploads: a folder for each that is at work, and the jars that it keeps. */
  List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("flink-web-upload"))) {
      return files.toList();
    }
  }

  BearerSecret secret() throws IOException {
    return FlinkSecret.of(folder.resolve("flink-secret"));
  }

  /** A route of Flink's. */
  record Route(String method, String pattern) {

    /** The path for a job, with what is no value of any other parameter. */
    String path(String jobId) {
      return pattern.replace(":jobid", jobId).replace(":*", "index.html").replaceAll(":\\w+", "x");
    }
  }

  /** Flink's own list, from the endpoint that it has started. */
  List<Route> routes() throws ReflectiveOperationException {
    Object component =
        ((Collection<?>) field(cluster, MiniCluster.class, "dispatcherResourceManagerComponents"))
            .iterator()
            .next();
    Object endpoint = field(component, component.getClass(), "webMonitorEndpoint");
    List<Route> routes = new ArrayList<>();
    for (Object handler : (List<?>) field(endpoint, RestServerEndpoint.class, "handlers")) {
      RestHandlerSpecification route = (RestHandlerSpecification) ((Tuple2<?, ?>) handler).f0;
      for (RestAPIVersion<?> version : route.getSupportedAPIVersions()) {
        String method = route.getHttpMethod().name();
        String pattern = route.getTargetRestEndpointURL();
        routes.add(new Route(method, "/" + version.getURLVersionPrefix() + pattern));
        if (version.isDefaultVersion()) {
          routes.add(new Route(method, pattern));
        }
      }
    }
    return routes;
  }

  private static Object field(Object object, Class<?> type, String name)
      throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
