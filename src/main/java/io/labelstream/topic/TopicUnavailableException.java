package io.labelstream.topic;

/** A topic cannot be read at the moment, or never by this user; the message says why. */
public final class TopicUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * With what goes into the log.
   *
   * @param message says which topic, and why
   */
  public TopicUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
