package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rest.CapturedLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientSubscriberTest {

  private static final Set<TopicPartition> ONE = Set.of(new TopicPartition("t", 0));
  private final RuntimeException away = wrapped(new TimeoutException("no node"));

  /** Asked nothing. */
  private final AdminClient client = AdminClient.create(Map.of("bootstrap.servers", "127.0.0.1:9"));

  private final Deque<Object> results = new ArrayDeque<>();
  private boolean bootstrapAnswers;
  private final PatientSubscriber subscriber =
      new PatientSubscriber("t", scripted(), () -> bootstrapAnswers);

  @AfterEach
  void close() {
    client.close(Duration.ZERO);
  }

  @Test
  void waitsAtFirst() {
    results.add(away);
    results.add(away);
    results.add(ONE);
    try (CapturedLog log = new CapturedLog()) {
      assertThat(ask()).isEqualTo(ONE);
      assertThat(log.messages(PatientSubscriber.class))
          .hasSize(2)
          .first()
          .asString()
          .contains("no node");
    }
    assertThat(results).isEmpty();
  }

  @Test
  void repeatsWhatItKnows() {
    results.add(ONE);
    ask();
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 100; i++) {
        results.add(away);
        assertThat(ask()).isEqualTo(ONE);
      }
      assertThat(log.messages(PatientSubscriber.class)).hasSize(1);
    }
  }

  @Test
  void failsForWhatABrokerRefuses() {
    RuntimeException unknown = wrapped(new UnknownTopicOrPartitionException("no topic"));
    results.add(ONE);
    results.add(unknown);
    ask();
    assertThatThrownBy(this::ask).isSameAs(unknown);
  }

  @Test
  void failsWhenTheBrokersHaveMoved() {
    results.add(ONE);
    ask();
    bootstrapAnswers = true;
    results.add(away);
    assertThat(ask()).as("it may have come back a moment ago").isEqualTo(ONE);
    results.add(ONE);
    ask();
    results.add(away);
    ask();
    results.add(away);
    assertThatThrownBy(this::ask).hasMessageContaining("bootstrap address").hasCause(away);
    results.add(away);
    assertThat(ask()).isEqualTo(ONE);
  }

  @Test
  void travels() throws Exception {
    PatientSubscriber real = new PatientSubscriber("t", () -> false);
    assertThat(InstantiationUtil.clone(real).getDatasetIdentifier().orElseThrow().getTopics())
        .containsExactly("t");
  }

  private Set<TopicPartition> ask() {
    return subscriber.getSubscribedTopicPartitions(client);
  }

  private KafkaSubscriber scripted() {
    return new KafkaSubscriber() {
      private static final long serialVersionUID = 1;

      @Override
      @SuppressWarnings("unchecked")
      public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient client) {
        Object next = results.remove();
        if (next instanceof RuntimeException failure) {
          throw failure;
        }
        return (Set<TopicPartition>) next;
      }
    };
  }

  private static RuntimeException wrapped(Exception cause) {
    return new IllegalStateException("Failed to get metadata", new ExecutionException(cause));
  }
}
