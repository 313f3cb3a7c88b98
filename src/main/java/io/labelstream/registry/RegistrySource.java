package io.labelstream.registry;

import io.labelstream.event.Destination;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.kafka.ClientSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import io.labelstream.vision.ClassifierFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The models that the control topic names, of a registry. */
public final class RegistrySource implements ModelSource {

  private static final long serialVersionUID = 1;

  /** A broker that is away must not keep a model from being changed, or a shadow from looking. */
  private static final Duration MAX_BLOCK = Duration.ofSeconds(5);

  private final URI registry;
  private final ClassifierFactory otherwise;
  private final Properties consumer;
  private final Properties producer;
  private final String controlTopic;
  private final String statusTopic;
  private final String shadowTopic;
  private final Duration linger;
  private final int maxAnswerBytes;
  private final int reuseAnswers;

  /**
   * Takes the settings over.
   *
   * @param registry the folder of models, with a slash at its end
   * @param otherwise the model that answers while the control topic names no primary
   * @param consumer properties of a consumer that reaches the broker
   * @param producer those of a producer
   */
  public RegistrySource(
      URI registry,
      ClassifierFactory otherwise,
      Settings settings,
      Properties consumer,
      Properties producer) {
    this.registry = registry;
    this.otherwise = otherwise;
    this.consumer = new Properties();
    this.consumer.putAll(consumer);
    this.consumer.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
    this.producer = new Properties();
    this.producer.putAll(producer);
    this.producer.setProperty(
        ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(MAX_BLOCK.toMillis()));
    controlTopic = settings.get(RolloutSettings.MODELS_TOPIC);
    statusTopic = settings.get(RolloutSettings.MODELS_STATUS_TOPIC);
    shadowTopic = settings.get(RolloutSettings.SHADOW_TOPIC);
    linger = settings.get(ModelSettings.MODEL_LINGER);
    maxAnswerBytes = settings.get(RecordSettings.MAX_ANSWER_BYTES);
    reuseAnswers = settings.get(RecordSettings.REUSE_ANSWERS);
  }

  @Override
  public TaskModels open(TaskPlace place, ClassificationMetrics metrics) throws IOException {
    return SharedModels.open(place, before -> start(place, before), reuseAnswers, metrics);
  }

  @Override
  public void releaseUnused() {
    otherwise.releaseUnused();
  }

  private RunningModels start(TaskPlace place, Optional<String> before) {
    ModelsInForce inForce = new ModelsInForce();
    return RunningModels.start(
        () -> new KafkaControlTopic(ClientSettings.openConsumer(consumer), controlTopic),
        new ModelChanges(
            place,
            inForce,
            new RegistryLoader(
                new ModelRegistry(registry), otherwise, linger, new AvailableMemory(Path.of("/"))),
            new KafkaReports(ClientSettings.openProducer(producer), statusTopic),
            new Destination(shadowTopic, maxAnswerBytes),
            Clock.systemUTC()),
        inForce,
        before);
  }
}
