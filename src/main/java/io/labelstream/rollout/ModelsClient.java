package io.labelstream.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Says which models shall run. For one thread. */
public final class ModelsClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final String controlTopic;

  /** Takes the producer over. */
  public ModelsClient(Producer<byte[], byte[]> producer, Settings settings) {
    this.producer = producer;
    controlTopic = settings.get(RolloutSettings.MODELS_TOPIC);
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
  }
}
