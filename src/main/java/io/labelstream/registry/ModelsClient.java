package io.labelstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.kafka.WholeTopic;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.Settings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Says which models shall run, and reads what comes of it. For one thread. */
public final class ModelsClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final String controlTopic;
  private final String statusTopic;

  /** Takes the clients over. */
  public ModelsClient(
      Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, Settings settings) {
    this.consumer = consumer;
    this.producer = producer;
    controlTopic = settings.get(ModelSettings.MODELS_TOPIC);
    statusTopic = settings.get(ModelSettings.MODELS_STATUS_TOPIC);
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

  /**
   * Gives a role to a model.
   *
   * @throws IOException if it cannot be said
   */
  public void assign(Role role, Assignment assignment) throws IOException {
    say(role, assignment.json());
  }

  /**
   * Takes a role from whatever model has it.
   *
   * @throws IOException if it cannot be said
   */
  public void takeBack(Role role) throws IOException {
    say(role, null);
  }

  private void say(Role role, byte @Nullable [] value) throws IOException {
    try {
      var unused =
          producer
              .send(new ProducerRecord<>(controlTopic, role.key().getBytes(UTF_8), value))
              .get();
    } catch (ExecutionException e) {
      throw unsaid(e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw unsaid(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private IOException unsaid(Throwable cause) {
    return new IOException(
        "nothing can be said on the topic " + controlTopic + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
    consumer.close();
  }
}
