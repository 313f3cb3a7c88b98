package io.labelstream.job;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks a broker what a topic takes of us. */
final class BrokerTopics {

  /** The task waits for it. */
  private static final int TIMEOUT_MILLIS = 2_000;

  private BrokerTopics() {}

  /**
   * The largest record that a topic takes, in bytes; where its configuration is none of our
   * business, as much as may be.
   *
   * @return empty where it is not there, or not to be written to
   * @throws ExecutionException if the broker does not say in time
   */
  static OptionalInt maxBytes(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    try {
      Set<AclOperation> operations =
          Objects.requireNonNull(
                  admin
                      .describeTopics(
                          List.of(topic),
                          new DescribeTopicsOptions()
                              .includeAuthorizedOperations(true)
                              .timeoutMs(TIMEOUT_MILLIS))
                      .topicNameValues()
                      .get(topic))
              .get()
              .authorizedOperations();
      // A broker without access control names none.
      return operations == null || operations.isEmpty() || operations.contains(AclOperation.WRITE)
          ? OptionalInt.of(configured(admin, topic))
          : OptionalInt.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException
          || e.getCause() instanceof AuthorizationException) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private static int configured(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return Integer.parseInt(
          Objects.requireNonNull(
                  admin
                      .describeConfigs(
                          List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MILLIS))
                      .all()
                      .get()
                      .get(resource))
              .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
              .value());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Integer.MAX_VALUE;
      }
      throw e;
    }
  }
}
