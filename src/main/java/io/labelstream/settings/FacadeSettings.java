package io.labelstream.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the facade, checked.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port}, comma-separated
 * @param requestsTopic where requests go
 * @param resultsTopic where answers come from
 * @param kafka properties for the Kafka clients, which may hold secrets
 * @param host where to listen
 * @param port of the API, 0 for any free one
 * @param managementPort for operators, 0 for any free one
 * @param data local folder
 * @param images URI of the folder for images, with a slash at its end
 * @param imagesTimeout for one operation on an image's bytes
 * @param databaseUrl JDBC URL of H2 or PostgreSQL
 * @param databaseUser may be empty
 * @param databasePassword may be empty
 * @param keys file with the hashes of the API keys
 * @param publicUrl what clients see, if it is not what they say they see
 * @param corsOrigins origins, or {@code *}
 * @param importOrigins https origins, a host may start with {@code *.}
 * @param answerTimeout for a classification
 * @param maxPending classifications that may wait
 * @param keptAnswers how many are kept, 0 for none
 * @param bodyTimeout for a request's body
 * @param drainTimeout for requests in progress when the facade is stopped
 */
public record FacadeSettings(
    String bootstrapServers,
    String requestsTopic,
    String resultsTopic,
    KafkaProperties kafka,
    String host,
    int port,
    int managementPort,
    Path data,
    URI images,
    Duration imagesTimeout,
    String databaseUrl,
    String databaseUser,
    Secret databasePassword,
    Path keys,
    Optional<URI> publicUrl,
    List<String> corsOrigins,
    List<String> importOrigins,
    Duration answerTimeout,
    int maxPending,
    int keptAnswers,
    Duration bodyTimeout,
    Duration drainTimeout) {

  /** Copies the lists. */
  public FacadeSettings {
    corsOrigins = List.copyOf(corsOrigins);
    importOrigins = List.copyOf(importOrigins);
  }

  /**
   * Reads the settings from flags, the environment and the file that either may name.
   *
   * @param arguments {@code --key value} or {@code --key=value}, each
   * @throws InvalidSettingsException if a key is unknown or a value does not fit; the message names
   *     all of them
   */
  public static FacadeSettings read(List<String> arguments, Map<String, String> environment) {
    return new FacadeSettingsParser(
            SettingsReader.read(arguments, environment, FacadeSetting.all()))
        .parse();
  }
}
