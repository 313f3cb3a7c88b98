package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.tools.sandbox.BrokerFolder;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientProfileTest {

  static Stream<ClientProfile> profiles() {
    return Stream.of(ClientProfile.FACADE, ClientProfile.FEED);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void anOperatorChangesWhatIsNotFixed(ClientProfile profile) {
    Map<String, String> set =
        Map.of(
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "700",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted",
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "elsewhere:9092");
    assertThat(profile.consumer("here:9092", set))
        .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "700")
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .containsEntry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "here:9092");
    assertThat(profile.producer("here:9092", Map.of(ProducerConfig.LINGER_MS_CONFIG, "5")))
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "5");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void whoLooksAtATopicMissesNothingAndMakesNothing(ClientProfile profile) {
    Map<String, String> set =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "true",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "700");
    assertThat(profile.lookingConsumer("here:9092", set))
        .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
        .containsEntry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false")
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "700");
  }

  @Test
  void theFacadeWaitsForNoRecordThatCannotBeSent() {
    Properties producer =
        ClientProfile.FACADE.producer(
            "here:9092", Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000"));
    assertThat(producer).containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000");
  }

  @Test
  void aFeedSendsWhatLocalModeTakes() {
    assertThat(ClientProfile.FEED.producer("here:9092", Map.of()))
        .containsEntry(
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            Integer.toString(BrokerFolder.MAX_REQUEST_BYTES));
  }
}
