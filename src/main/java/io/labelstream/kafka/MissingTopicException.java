package io.labelstream.kafka;

import java.io.IOException;

/** There is no topic of that name, as far as the brokers tell this client. */
public final class MissingTopicException extends IOException {

  private static final long serialVersionUID = 1;

  MissingTopicException(String topic) {
    super("there is no topic " + topic);
  }
}
