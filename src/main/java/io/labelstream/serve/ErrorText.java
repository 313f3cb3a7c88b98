package io.labelstream.serve;

import io.labelstream.settings.InvalidSettingsException;
import java.io.IOException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The text that a person is shown for an exception: our own messages as they are, others with the
 * name of their class.
 */
public final class ErrorText {

  private ErrorText() {}

  public static String of(Throwable exception) {
    String message = exception.getMessage();
    if (message != null
        && (exception instanceof InvalidSettingsException
            || exception.getClass().getName().startsWith("io.labelstream.")
            || exception.getClass() == IOException.class)) {
      return message;
    }
    if (exception instanceof TimeoutException) {
      return "Kafka does not answer: " + message;
    }
    return exception.toString();
  }
}
