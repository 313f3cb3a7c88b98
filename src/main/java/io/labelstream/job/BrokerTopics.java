package io.labelstream.job;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks a broker what its topics take of us. */
final class BrokerTopics {

  /** A task waits for it. */
  private static final int TIMEOUT_MILLIS = 5_000;

  private BrokerTopics() {}

  /**
   * What a topic takes.
   *
   * @return the largest batch of records in bytes
   * @throws ExecutionException if the broker does not say in time
   */
  static int limit(Admin admin, String topic) throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        Objects.requireNonNull(
                admin
                    .describeConfigs(
                        List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MILLIS))
                    .values()
                    .get(resource))
            .get();
    return Integer.parseInt(
        Objects.requireNonNull(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)).value());
  }

  /**
   * What a topic takes that may not be one to write to.
   *
   * @return the largest batch of records in bytes, or as much as may be where the topic's
   *     configuration is none of our business; empty where it is not there, or not to be written to
   * @throws ExecutionException if the broker does not say in time
   */
  static OptionalInt maxBytes(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    try {
      return isWritable(admin, topic) ? OptionalInt.of(limit(admin, topic)) : OptionalInt.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException) {
        return OptionalInt.empty();
      }
      if (e.getCause() instanceof AuthorizationException) {
        return OptionalInt.of(Integer.MAX_VALUE);
      }
      throw e;
    }
  }

  private static boolean isWritable(Admin admin, String topic)
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
      return operations == null || operations.isEmpty() || operations.contains(AclOperation.WRITE);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return false;
      }
      throw e;
    }
  }
}
