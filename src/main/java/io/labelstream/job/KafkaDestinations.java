package io.labelstream.job;

import io.labelstream.event.Destination;
import io.labelstream.event.RequestRecord;
import io.labelstream.kafka.ClientSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The results topic, or the reply topic that a request names; answers are no larger than the topic
 * takes, as a broker says.
 */
final class KafkaDestinations implements Destinations {

  private static final long serialVersionUID = 1;

  private final Properties properties;
  private final String resultsTopic;
  private final List<String> replyTopics;
  private final Set<String> neverReplyTopics;
  private final int mostBytes;

  /**
   * Destinations that have not been asked for.
   *
   * @param properties of a client that reaches the broker
   */
  KafkaDestinations(Properties properties, Settings settings) {
    this.properties = ClientSettings.ofAdmin(properties);
    this.resultsTopic = settings.get(TopicSettings.RESULTS_TOPIC);
    this.replyTopics = settings.get(RecordSettings.REPLY_TOPICS);
    this.neverReplyTopics =
        Stream.of(
                TopicSettings.REQUESTS_TOPIC,
                RolloutSettings.MODELS_TOPIC,
                RolloutSettings.MODELS_STATUS_TOPIC,
                RolloutSettings.SHADOW_TOPIC)
            .map(settings::get)
            .collect(Collectors.toSet());
    this.mostBytes = settings.get(RecordSettings.MAX_ANSWER_BYTES);
  }

  @Override
  public TaskDestinations open() throws IOException {
    Admin broker = Admin.create(properties);
    Asking destinations = new Asking(broker);
    try {
      destinations.limit.start();
      return destinations;
    } catch (IOException e) {
      destinations.close();
      throw e;
    }
  }

  /** Goes on asking. */
  private final class Asking implements TaskDestinations {

    private final Admin broker;
    private final WatchedLimit limit;
    private final ReplyTopics replies;

    Asking(Admin broker) {
      this.broker = broker;
      this.limit =
          new WatchedLimit(resultsTopic, () -> BrokerTopics.limit(broker, resultsTopic), mostBytes);
      this.replies =
          new ReplyTopics(
              replyTopics,
              neverReplyTopics,
              topic -> BrokerTopics.maxBytes(broker, topic),
              Clock.systemUTC());
    }

    @Override
    public Destination of(RequestRecord request) {
      return replies
          .of(request, mostBytes)
          .orElseGet(() -> new Destination(resultsTopic, limit.bytes()));
    }

    @Override
    public void close() {
      limit.close();
      broker.close(Duration.ZERO);
    }
  }
}
