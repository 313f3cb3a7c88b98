package io.labelstream.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Photographs of two cameras, a minute and a half of them, as any producer of Kafka's sends them.
 */
final class CameraFeed implements AutoCloseable {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  CameraFeed(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes topics of one partition that keep what is older than today. */
  static void makeTopics(String bootstrapServers, String... topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              Stream.of(topics)
                  .map(
                      topic ->
                          new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "-1")))
                  .toList())
          .all()
          .get();
    }
  }

  /** Sends what the page tells of, and waits until the broker has it. */
  void send(String topic) throws Exception {
    send(topic, "north", 0, photograph("chelsea.png"));
    send(topic, "south", 10, photograph("coffee.png"));
    send(topic, "north", 20, photograph("chelsea.png"));
    send(topic, "north", 30, "no photograph".getBytes(UTF_8));
    send(topic, "south", 70, photograph("coffee.png"));
    send(topic, "south", 80, null);
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }

  private void send(String topic, String camera, int second, byte @Nullable [] image) {
    sent.add(
        producer.send(
            new ProducerRecord<>(
                topic, 0, NOON.plusSeconds(second).toEpochMilli(), camera.getBytes(UTF_8), image)));
  }

  static byte[] photograph(String name) throws IOException {
    return Files.readAllBytes(PHOTOGRAPHS.resolve(name));
  }

  @Override
  public void close() {
    producer.close();
  }
}
