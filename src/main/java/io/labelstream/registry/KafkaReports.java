package io.labelstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.AnswerRecord;
import io.labelstream.kafka.KafkaHeaders;
import io.labelstream.rollout.ModelsStatus;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports to topics, by a producer that has no part in the job's checkpoints. */
final class KafkaReports implements Reports {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaReports.class);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;
  private final String statusTopic;

  /** Topics that the last record could not be sent to. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** Takes the producer over. */
  KafkaReports(Producer<byte[], byte[]> producer, String statusTopic) {
    this.producer = producer;
    this.statusTopic = statusTopic;
  }

  @Override
  public void tell(ModelsStatus status) {
    send(new ProducerRecord<>(statusTopic, status.key().getBytes(UTF_8), status.json()));
  }

  @Override
  public void forget(ModelsStatus last) {
    send(new ProducerRecord<>(statusTopic, last.key().getBytes(UTF_8), null));
  }

  @Override
  public void send(AnswerRecord answer) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(answer.topic(), answer.key(), answer.value());
    KafkaHeaders.add(answer.headers(), record.headers());
    send(record);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      // The callback tells more than the future does.
      Future<?> unused =
          producer.send(record, (metadata, failure) -> sent(record.topic(), failure));
    } catch (KafkaException e) {
      sent(record.topic(), e);
    }
  }

  /** A topic that is missing for an hour is one line. */
  private void sent(String topic, @Nullable Exception failure) {
    if (failure == null) {
      failing.remove(topic);
    } else if (failing.add(topic)) {
      LOG.warn("Nothing can be sent to the topic {}: {}", topic, failure.toString());
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
