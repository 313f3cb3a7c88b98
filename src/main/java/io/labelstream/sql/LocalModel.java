package io.labelstream.sql;

import io.labelstream.vision.ModelClassifierFactory;
import java.io.IOException;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * Looks for a model where it can be looked for. On a cluster its directory is the TaskManagers',
 * and the machine that plans a query need not have it; there the tasks say what is missing.
 */
final class LocalModel {

  /** The target of whoever runs a query in the process that plans it. */
  private static final String LOCAL = "local";

  private LocalModel() {}

  /**
   * Checks that there is a model if the query will run in this process.
   *
   * @throws ValidationException if there is none; the message says what to do
   */
  static void check(ModelClassifierFactory classifiers, ReadableConfig configuration) {
    if (!LOCAL.equals(configuration.get(DeploymentOptions.TARGET))) {
      return;
    }
    try {
      classifiers.choices();
    } catch (IOException e) {
      // Without a cause, for Flink's SQL client shows the innermost one and nothing else.
      throw new ValidationException("The option 'model' does not fit: " + e.getMessage() + ".");
    }
  }
}
