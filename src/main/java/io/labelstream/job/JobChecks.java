package io.labelstream.job;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds what would keep a job from running, before it is submitted. */
public final class JobChecks {

  private JobChecks() {}

  /**
   * Checks that the model is there, for whoever runs the job on the machine that submits it. With a
   * registry it need not be, since a topic may name another.
   *
   * @throws IOException if it is not; the message says what to do
   */
  public static void checkModel(Settings settings) throws IOException {
    if (settings.get(ModelSettings.MODELS).isEmpty()) {
      ClassificationJob.classifiers(settings).choices();
    }
  }

  /**
   * Checks the properties of Kafka's clients, as far as that can be done where they do not run.
   *
   * @throws InvalidSettingsException if the clients would refuse them
   */
  public static void checkKafka(Settings settings) {
    ClientProperties.check(settings);
  }

  /** A line for each property of Kafka's clients that none of them knows, nor Flink's connector. */
  public static List<String> unknownProperties(Settings settings) {
    return ClientProperties.unknown(settings).stream()
        .map(
            name ->
                "No client of Kafka's knows the property "
                    + name
                    + ", which is set as kafka."
                    + name
                    + " or for one of them: is it misspelt?")
        .toList();
  }

  /**
   * Checks that a broker answers, for whoever submits the job from where it can be reached.
   *
   * @throws IOException if none does within ten seconds; the message says why
   */
  public static void checkBroker(Settings settings) throws IOException {
    Optional<String> failure = KafkaEndpoints.bootstrapServers(settings).failure();
    if (failure.isPresent()) {
      throw new IOException(
          "no Kafka broker answers at "
              + settings.get(TopicSettings.BOOTSTRAP_SERVERS)
              + ": "
              + failure.get());
    }
  }
}
