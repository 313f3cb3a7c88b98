package io.labelstream.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the job, checked.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port}, comma-separated
 * @param requestsTopic where requests come from
 * @param resultsTopic where answers go
 * @param groupId the consumer group
 * @param model the compiled model's directory, with or without its precision, if one is named
 * @param precision the numbers that the model computes in
 * @param references absolute URI prefixes, each with a slash at its end, under which a dataref may
 *     be read
 * @param referenceTimeout for reading one, retries included
 * @param optimization what Kafka's clients are set to
 * @param deliveryGuarantee how often an answer may appear
 * @param transactionalIdPrefix for exactly-once, unique per job
 * @param parallelism number of tasks, or empty for the cluster's default
 * @param checkpointInterval time between checkpoints, at least 10 ms
 * @param checkpointDirectory URI of a folder, if one is named
 * @param maxAnswerBytes the largest answer, at least 16,384
 * @param echoHeaders headers, or what their names start with, that an answer repeats
 * @param replyTopics topics, or what their names start with, that an answer may be asked to go to
 * @param jobName the job's name in Flink
 * @param kafka properties for the Kafka clients, which may hold secrets
 */
public record JobSettings(
    String bootstrapServers,
    String requestsTopic,
    String resultsTopic,
    String groupId,
    Optional<String> model,
    PrecisionChoice precision,
    List<URI> references,
    Duration referenceTimeout,
    Optimization optimization,
    DeliveryGuarantee deliveryGuarantee,
    String transactionalIdPrefix,
    Optional<Integer> parallelism,
    Duration checkpointInterval,
    Optional<String> checkpointDirectory,
    int maxAnswerBytes,
    List<String> echoHeaders,
    List<String> replyTopics,
    String jobName,
    KafkaProperties kafka) {

  /** Copies the lists. */
  public JobSettings {
    references = List.copyOf(references);
    echoHeaders = List.copyOf(echoHeaders);
    replyTopics = List.copyOf(replyTopics);
  }

  /**
   * Reads the settings from flags, the environment and the file that either may name.
   *
   * @param arguments {@code --key value} or {@code --key=value}, each
   * @throws InvalidSettingsException if a key is unknown or a value does not fit; the message names
   *     all of them
   */
  public static JobSettings read(List<String> arguments, Map<String, String> environment) {
    return new JobSettingsParser(
            SettingsReader.read(arguments, environment, List.of(Setting.values())))
        .parse();
  }
}
