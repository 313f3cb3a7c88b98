package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.registry.ModelSource;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ModelClassifierFactory;
import io.labelstream.vision.ModelDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as {@code flink run} submits it. */
public final class ClassificationJob {

  private ClassificationJob() {}

  /**
   * Defines and submits the job.
   *
   * @param arguments settings as {@code --key value}; {@code --help} lists them
   */
  public static void main(String[] arguments) throws Exception {
    List<String> flags = List.of(arguments);
    if (flags.contains("--help")) {
      System.out.println(Scope.JOB.help());
      return;
    }
    ReadableConfig cluster =
        StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    Settings settings;
    Configuration configuration;
    try {
      settings = Settings.read(Scope.JOB, flags, System.getenv());
      JobChecks.checkKafka(settings);
      configuration = configuration(settings, cluster);
    } catch (InvalidSettingsException e) {
      // Flink's command line prints the message of its own exception alone, of others everything.
      throw new ProgramParametrizationException(e.getMessage());
    }
    JobChecks.unknownProperties(settings).forEach(System.err::println);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    define(environment, settings);
    environment.execute(settings.get(JobSettings.JOB_NAME));
  }

  /** Defines the job between Kafka's topics, on the model that the settings name. */
  public static void define(StreamExecutionEnvironment environment, Settings settings) {
    define(
        environment,
        settings,
        KafkaEndpoints.source(settings),
        KafkaEndpoints.sink(settings),
        models(settings),
        KafkaEndpoints.destinations(settings));
  }

  /** The models of the registry that the settings name, or the one model without one. */
  private static ModelSource models(Settings settings) {
    return settings
        .get(ModelSettings.MODELS)
        .<ModelSource>map(registry -> KafkaEndpoints.models(settings, registry))
        .orElseGet(
            () ->
                ModelSource.fixed(
                    classifiers(settings), settings.get(RecordSettings.REUSE_ANSWERS)));
  }

  /** Makes the classifiers of the model that the settings name. */
  static ModelClassifierFactory classifiers(Settings settings) {
    return new ModelClassifierFactory(
        settings.get(ModelSettings.MODEL).orElseGet(() -> ModelDirectory.defaultModel().toString()),
        settings.get(ModelSettings.PRECISION),
        settings.get(ModelSettings.ENGINE),
        settings.get(ModelSettings.MODEL_LINGER));
  }

  /** Defines the job between any source and sink, on any classifier. */
  static void define(
      StreamExecutionEnvironment environment,
      Settings settings,
      Source<RequestRecord, ?, ?> source,
      Sink<AnswerRecord> sink,
      ClassifierFactory classifiers,
      Destinations destinations) {
    define(
        environment,
        settings,
        source,
        sink,
        ModelSource.fixed(classifiers, settings.get(RecordSettings.REUSE_ANSWERS)),
        destinations);
  }

  private static void define(
      StreamExecutionEnvironment environment,
      Settings settings,
      Source<RequestRecord, ?, ?> source,
      Sink<AnswerRecord> sink,
      ModelSource models,
      Destinations destinations) {
    settings.get(JobSettings.PARALLELISM).ifPresent(environment::setParallelism);
    SingleOutputStreamOperator<RequestRecord> requests =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "requests")
            .uid("requests");
    SingleOutputStreamOperator<RequestRecord> spread =
        switch (settings.get(JobSettings.SPREAD)) {
          // All three run in one thread, without a copy between them.
          case PARTITIONS -> requests;
          case TASKS -> TaskSpread.of(requests);
        };
    ClassifyTaskFactory tasks =
        new ClassifyTaskFactory(
            models,
            settings.get(RecordSettings.REFERENCES),
            settings.get(RecordSettings.REFERENCE_TIMEOUT),
            destinations,
            settings.get(RecordSettings.ECHO_HEADERS),
            Clock.systemUTC());
    SingleOutputStreamOperator<AnswerRecord> answers =
        switch (settings.get(JobSettings.OPTIMIZE_FOR)) {
          case LATENCY -> spread.map(new ClassifyFunction(tasks));
          case THROUGHPUT ->
              spread.transform(
                  "classify",
                  TypeInformation.of(AnswerRecord.class),
                  new ClassifyBatchesOperator(tasks));
        };
    answers.name("classify").uid("classify").sinkTo(sink).name("results").uid("results");
  }

  /** What the settings say to a Flink whose own configuration says nothing of checkpoints. */
  public static Configuration configuration(Settings settings) {
    return configuration(settings, new Configuration());
  }

  /**
   * What the settings say to Flink itself.
   *
   * @param cluster Flink's own configuration, which has the last word on failed checkpoints
   * @throws InvalidSettingsException if the two do not go together
   */
  static Configuration configuration(Settings settings, ReadableConfig cluster) {
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.get(JobSettings.CHECKPOINT_INTERVAL));
    CheckpointLimits.of(settings, cluster).putInto(configuration);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        switch (settings.get(JobSettings.DELIVERY_GUARANTEE)) {
          case AT_LEAST_ONCE -> CheckpointingMode.AT_LEAST_ONCE;
          case EXACTLY_ONCE -> CheckpointingMode.EXACTLY_ONCE;
        });
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings
        .get(JobSettings.CHECKPOINT_DIRECTORY)
        .ifPresent(
            directory -> configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory));
    if (settings.get(JobSettings.SPREAD) == JobSettings.Spread.TASKS) {
      TaskSpread.putInto(configuration);
    }
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    // Nobody here asks for the time of events, for which each source would wake five times a
    // second.
    configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
    // A type that fell back to Kryo would be slow, and its state unreadable after a change.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    return configuration;
  }
}
