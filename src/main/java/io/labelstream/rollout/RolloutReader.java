package io.labelstream.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.kafka.ReadingConsumers;
import io.labelstream.kafka.WholeTopic;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;

/** Reads which models shall run, and what comes of it. For one thread. */
public final class RolloutReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final String controlTopic;
  private final String statusTopic;

  /** Takes the consumer over. */
  public RolloutReader(Consumer<byte[], byte[]> consumer, Settings settings) {
    this.consumer = consumer;
    controlTopic = settings.get(RolloutSettings.MODELS_TOPIC);
    statusTopic = settings.get(RolloutSettings.MODELS_STATUS_TOPIC);
  }

  /**
   * What the control topic says.
   *
   * @throws IOException if it cannot be read
   */
  public WantedModels wanted() throws IOException {
    WantedModels[] wanted = {WantedModels.NONE};
    WholeTopic.read(consumer, controlTopic, PATIENCE, record -> wanted[0] = wanted[0].with(record));
    return wanted[0];
  }

  /**
   * What each TaskManager has said last, in the order of their names.
   *
   * @throws IOException if it cannot be read
   */
  public List<ModelsStatus> statuses() throws IOException {
    Map<String, ModelsStatus> statuses = new TreeMap<>();
    WholeTopic.read(
        consumer,
        statusTopic,
        PATIENCE,
        record -> {
          String key = record.key() == null ? "" : new String(record.key(), UTF_8);
          ModelsStatus.parse(record.value())
              .ifPresentOrElse(status -> statuses.put(key, status), () -> statuses.remove(key));
        });
    return List.copyOf(statuses.values());
  }

  @Override
  public void close() {
    ReadingConsumers.close(consumer);
  }
}
