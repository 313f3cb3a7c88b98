package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade's clients on a real broker. */
class KafkaJobChannelIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Longer than the facade asks for the partitions of a topic again. */
  private static final Duration WHILE = Duration.ofSeconds(40);

  /** Each a set of properties that an operator may set. */
  private static final List<List<String>> PROPERTIES =
      List.of(
          List.of(),
          List.of("fetch.max.wait.ms=5000"),
          List.of("fetch.min.bytes=1000000", "fetch.max.wait.ms=3000", "check.crcs=false"),
          List.of("request.timeout.ms=30000", "retry.backoff.ms=5000", "reconnect.backoff.ms=5000"),
          List.of("connections.max.idle.ms=2100", "metadata.max.age.ms=1000"),
          List.of("metrics.recording.level=TRACE", "metrics.num.samples=1", "client.id=facade"),
          List.of("group.protocol=consumer", "enable.metrics.push=false", "max.poll.records=1"),
          List.of("isolation.level=read_uncommitted", "auto.offset.reset=none", "linger.ms=20000"));

  @TempDir private Path folder;

  @Test
  void aBrokerThatIsThereIsThereWhateverTheClientsAreSetTo() throws Exception {
    List<KafkaJobChannel> all = new ArrayList<>();
    AtomicInteger disconnections = new AtomicInteger();
    try {
      try (EmbeddedBroker broker = EmbeddedBroker.start(folder, Ports.free())) {
        Topics.prepare(broker.bootstrapServers(), Settings.defaults(Scope.JOB), 1);
        for (List<String> properties : PROPERTIES) {
          KafkaJobChannel channel = channel(broker, properties);
          all.add(channel);
          channel.start(answer -> {}, disconnections::incrementAndGet);
        }
        await().atMost(TIMEOUT).until(() -> all.stream().allMatch(KafkaJobChannel::isAvailable));
        await()
            .atMost(TIMEOUT)
            .during(WHILE)
            .until(() -> all.stream().allMatch(KafkaJobChannel::isAvailable));
        assertThat(disconnections).hasValue(0);
      }
      await().atMost(TIMEOUT).until(() -> all.stream().noneMatch(KafkaJobChannel::isAvailable));
    } finally {
      all.forEach(KafkaJobChannel::close);
    }
  }

  private static KafkaJobChannel channel(EmbeddedBroker broker, List<String> properties) {
    List<String> flags = new ArrayList<>();
    flags.add("--bootstrap-servers=" + broker.bootstrapServers());
    properties.forEach(property -> flags.add("--kafka." + property));
    return KafkaJobChannel.open(Settings.read(Scope.FACADE, flags, Map.of()));
  }
}
