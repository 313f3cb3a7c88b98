package io.labelstream.job;

import io.labelstream.config.JobSettings;
import io.labelstream.wire.Destination;
import io.labelstream.wire.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/** The results topic, or the reply topic that a request names, as far as a broker says. */
final class KafkaDestinations implements Destinations {

  private static final long serialVersionUID = 1;

  private final Properties admin;
  private final String requestsTopic;
  private final String resultsTopic;
  private final List<String> replyTopics;
  private final int mostBytes;

  /**
   * Destinations that have not been asked for.
   *
   * @param admin properties of a client that reaches the broker
   */
  KafkaDestinations(Properties admin, JobSettings settings) {
    this.admin = admin;
    this.requestsTopic = settings.requestsTopic();
    this.resultsTopic = settings.resultsTopic();
    this.replyTopics = settings.replyTopics();
    this.mostBytes = settings.maxAnswerBytes();
  }

  @Override
  public TaskDestinations open() {
    return replyTopics.isEmpty()
        ? new FixedDestination(new Destination(resultsTopic, mostBytes))
        : new Asking(Admin.create(admin));
  }

  /** Asks for the topics that requests name. */
  private final class Asking implements TaskDestinations {

    private final Admin broker;
    private final ReplyTopics replies;

    Asking(Admin broker) {
      this.broker = broker;
      this.replies =
          new ReplyTopics(
              replyTopics,
              requestsTopic,
              topic -> BrokerTopics.maxBytes(broker, topic),
              Clock.systemUTC());
    }

    @Override
    public Destination of(RequestRecord request) {
      return replies
          .of(request, mostBytes)
          .orElseGet(() -> new Destination(resultsTopic, mostBytes));
    }

    @Override
    public void close() {
      broker.close(Duration.ZERO);
    }
  }
}
