package io.labelstream.bench;

import io.labelstream.access.AccessOptions;
import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.tools.cluster.FlinkProcessConfiguration;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** A broker in this process and a Flink cluster in two others, on one folder. */
final class Testbed implements AutoCloseable {

  /** An answer's record then has the time when the broker got it, not the time of its request. */
  private static final String BROKER_TIMESTAMPS = "LogAppendTime";

  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

  private final Path directory;
  private final EmbeddedBroker broker;
  private final FlinkProcesses flink;

  private Testbed(Path directory, EmbeddedBroker broker, FlinkProcesses flink) {
    this.directory = directory;
    this.broker = broker;
    this.flink = flink;
  }

  /**
   * Starts broker and Flink, with the heap that our job's tasks need.
   *
   * @param slots how many tasks there may be
   */
  static Testbed start(Path directory, int slots) throws IOException {
    return start(directory, slots, FlinkProcessConfiguration.taskHeap(slots));
  }

  /** The same with another heap for tasks. */
  static Testbed start(Path directory, int slots, MemorySize heap) throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), Ports.free());
    try {
      FlinkProcesses flink = FlinkProcesses.start(directory.resolve("flink"), slots, heap);
      return new Testbed(directory, broker, flink);
    } catch (IOException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  FlinkProcesses flink() {
    return flink;
  }

  interface Definition {
    void define(StreamExecutionEnvironment environment);
  }

  /** Submits a job; it may not run yet when this returns. */
  JobClient submit(String name, Configuration configuration, Definition definition)
      throws Exception {
    configuration.set(AccessOptions.SECRET_FILE, flink.secretFile());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            Ports.LOOPBACK, flink.restPort(), configuration);
    definition.define(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(name);
    AtomicReference<JobClient> job = new AtomicReference<>();
    Deadline.in(START_TIMEOUT)
        .await(
            "Flink did not take the job",
            flink::checkAlive,
            () -> {
              try {
                job.set(environment.executeAsync(graph));
                return true;
              } catch (Exception e) {
                // The JobManager may not listen yet.
                throw new IOException(e);
              }
            });
    return Objects.requireNonNull(job.get());
  }

  /**
   * Submits the job as it ships, between topics of its own.
   *
   * @param name of the job, its group and its topics
   * @param model the compiled model's directory without its precision
   * @param tasks its parallelism
   * @param references URI prefixes of images that it may read
   */
  Pipeline submitOurs(
      String name, Path model, PrecisionChoice precision, int tasks, URI... references)
      throws Exception {
    return submitOurs(
        name, tasks, ours(model, precision).with(RecordSettings.REFERENCES, List.of(references)));
  }

  /** The settings of a job that is as it ships but for its model. */
  static Settings ours(Path model, PrecisionChoice precision) {
    return Settings.defaults(Scope.JOB)
        .with(ModelSettings.MODEL, Optional.of(model.toAbsolutePath().toString()))
        .with(ModelSettings.PRECISION, precision);
  }

  /** The same with any settings. */
  Pipeline submitOurs(String name, int tasks, Settings given) throws Exception {
    String requests = name + "-requests";
    String results = name + "-results";
    Settings settings =
        given
            .with(TopicSettings.BOOTSTRAP_SERVERS, bootstrapServers())
            .with(TopicSettings.REQUESTS_TOPIC, requests)
            .with(TopicSettings.RESULTS_TOPIC, results)
            .with(JobSettings.GROUP_ID, name)
            .with(JobSettings.JOB_NAME, name)
            .with(JobSettings.PARALLELISM, Optional.of(tasks))
            // The load repeats few photographs, each of which is to be classified.
            .with(RecordSettings.REUSE_ANSWERS, 0)
            .with(
                JobSettings.CHECKPOINT_DIRECTORY,
                Optional.of(directory.resolve("checkpoints").toUri().toString()));
    Topics.prepare(bootstrapServers(), settings, tasks);
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, results),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, BROKER_TIMESTAMPS),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
    JobClient job =
        submit(
            name,
            ClassificationJob.configuration(settings),
            environment -> ClassificationJob.define(environment, settings));
    return new Pipeline(job, bootstrapServers(), requests, results);
  }

  /** Submits Crayfish's job, between topics of its own. */
  Pipeline submitCrayfish(int maxRecordBytes, Path onnx, int tasks) throws Exception {
    String input = "crayfish-input";
    String output = "crayfish-output";
    Map<String, String> limits =
        Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(maxRecordBytes),
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            BROKER_TIMESTAMPS);
    try (Admin admin = admin()) {
      List<NewTopic> topics = new ArrayList<>();
      for (String topic : List.of(input, output)) {
        topics.add(new NewTopic(topic, tasks, (short) 1).configs(limits));
      }
      admin.createTopics(topics).all().get();
    }
    JobClient job =
        submit(
            "crayfish",
            new Configuration(),
            environment ->
                CrayfishJob.define(environment, bootstrapServers(), input, output, onnx, tasks));
    return new Pipeline(job, bootstrapServers(), input, output);
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
  }

  @Override
  public void close() {
    flink.close();
    broker.close();
  }
}
