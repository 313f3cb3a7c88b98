package io.labelstream.tools.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.topic.TopicClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A feed of numbered photographs, of which each answer is counted. */
public final class CountedFeed implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private final TopicClient client;
  private final byte[] photograph;
  private final String source;
  private final Mode mode;
  private final Map<String, Integer> answers = new HashMap<>();
  private int sent;

  /** How an event is written into a record. */
  public enum Mode {
    /** Attributes in headers, the photograph as the value. */
    BINARY,
    /** All of it as JSON. */
    STRUCTURED
  }

  /**
   * A feed.
   *
   * @param source its {@code ce_source}, a URI reference that no other feed on the topic has
   */
  public CountedFeed(TopicClient client, byte[] photograph, String source) {
    this(client, photograph, source, Mode.BINARY);
  }

  /** A feed of events of either kind. */
  public CountedFeed(TopicClient client, byte[] photograph, String source, Mode mode) {
    this.client = client;
    this.photograph = photograph;
    this.source = source;
    this.mode = mode;
  }

  /** Sends photographs and returns when the broker has them all. */
  public void send(int photographs) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
    for (int i = 0; i < photographs; i++) {
      acknowledgements.add(send("photograph-" + sent++));
    }
    for (Future<RecordMetadata> acknowledgement : acknowledgements) {
      acknowledgement.get();
    }
  }

  private Future<RecordMetadata> send(String id) {
    return switch (mode) {
      case BINARY -> client.send(null, photograph, event(id));
      case STRUCTURED ->
          client.send(
              null,
              """
              {"specversion":"1.0","id":"%s","source":"%s",\
              "type":"io.labelstream.classification.requested.v1","data_base64":"%s"}"""
                  .formatted(id, source, Base64.getEncoder().encodeToString(photograph))
                  .getBytes(UTF_8),
              "content-type",
              "application/cloudevents+json");
    };
  }

  /** How many different photographs have been answered, as far as answers have been read. */
  public int answered() {
    return answers.size();
  }

  /** Reads what has come. */
  public void read() {
    for (ConsumerRecord<byte[], byte[]> answer : client.poll()) {
      // The facade sends photographs of its own to see whether they come back.
      if (TopicClient.header(answer, "ce_source").equals(source)) {
        assertThat(TopicClient.header(answer, "ce_type"))
            .as(() -> new String(answer.value(), UTF_8))
            .isEqualTo("io.labelstream.classification.completed.v1");
        answers.merge(TopicClient.header(answer, "ce_id"), 1, Integer::sum);
      }
    }
  }

  /** Returns when so many different photographs have been answered. */
  public void awaitAnswered(int distinct) {
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              read();
              return answers.size() >= distinct;
            });
  }

  /**
   * What became of the photographs.
   *
   * @param sent how many
   * @param answered how many of them were
   * @param duplicated how many answers were one too many
   */
  public record Counts(int sent, int answered, int duplicated) {

    /** How many have no answer. */
    public int lost() {
      return sent - answered;
    }

    @Override
    public String toString() {
      return "%d sent, %d answered, %d duplicated, %d lost"
          .formatted(sent, answered, duplicated, lost());
    }
  }

  /** Waits for all answers and counts them. */
  public Counts finish() throws ExecutionException, InterruptedException {
    awaitAnswered(sent);
    // Behind these on each partition, nothing can be left that would be answered once more.
    int partitions = client.requestPartitions();
    for (int partition = 0; partition < partitions; partition++) {
      client.sendTo(partition, photograph, event("end-" + partition)).get();
    }
    awaitAnswered(sent + partitions);
    answers.keySet().removeIf(id -> id.startsWith("end-"));
    int total = answers.values().stream().mapToInt(Integer::intValue).sum();
    return new Counts(sent, answers.size(), total - answers.size());
  }

  private String[] event(String id) {
    return new String[] {
      "ce_specversion",
      "1.0",
      "ce_id",
      id,
      "ce_source",
      source,
      "ce_type",
      "io.labelstream.classification.requested.v1"
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
