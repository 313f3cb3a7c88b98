package io.labelstream.tools.cli;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that uses the two topics. */
final class TopicOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9092",
      description = "Kafka brokers (default: ${DEFAULT-VALUE})")
  private String bootstrapServers;

  @Option(
      names = "--requests-topic",
      paramLabel = "TOPIC",
      description = "Topic with the requests (default: image-classification.requests)")
  private @Nullable String requestsTopic;

  @Option(
      names = "--results-topic",
      paramLabel = "TOPIC",
      description = "Topic to read the answers from (default: image-classification.results)")
  private @Nullable String resultsTopic;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties for the Kafka clients, such as those for SASL and TLS")
  private @Nullable Path kafkaConfig;

  Feed.Target target() {
    Properties properties = new Properties();
    if (kafkaConfig != null) {
      try (Reader reader = Files.newBufferedReader(kafkaConfig, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (NoSuchFileException e) {
        throw new InvalidSettingsException("there is no file " + kafkaConfig, e);
      } catch (IOException | IllegalArgumentException e) {
        throw new InvalidSettingsException(kafkaConfig + " cannot be read: " + e.getMessage(), e);
      }
    }
    return new Feed.Target(
        bootstrapServers,
        requestsTopic == null ? TopicSettings.REQUESTS_TOPIC.defaultText() : requestsTopic,
        resultsTopic == null ? TopicSettings.RESULTS_TOPIC.defaultText() : resultsTopic,
        properties);
  }
}
