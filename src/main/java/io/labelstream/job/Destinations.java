package io.labelstream.job;

import io.labelstream.event.Destination;
import io.labelstream.event.RequestRecord;
import java.io.IOException;
import java.io.Serializable;

/** How each task of a job finds out where its answers go. */
@FunctionalInterface
interface Destinations extends Serializable {

  /** All of them to one topic, whatever requests ask for. */
  static Destinations fixed(String topic, int maxBytes) {
    return () -> new FixedDestination(new Destination(topic, maxBytes));
  }

  /**
   * Finds out, and goes on doing so until it is closed.
   *
   * @throws IOException if no answer could be sent; the message says what to do
   */
  TaskDestinations open() throws IOException;

  /** What one task knows of them. */
  interface TaskDestinations extends AutoCloseable {

    /** Where the answer to a request goes. */
    Destination of(RequestRecord request);

    @Override
    void close();
  }

  /** One that is what it is. */
  record FixedDestination(Destination destination) implements TaskDestinations {

    @Override
    public Destination of(RequestRecord request) {
      return destination;
    }

    @Override
    public void close() {}
  }
}
