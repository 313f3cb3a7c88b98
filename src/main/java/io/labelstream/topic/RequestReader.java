package io.labelstream.topic;

import io.labelstream.event.RequestRecord;
import java.util.Map;
import java.util.Optional;

/**
 * Reads single records of the requests topic when somebody asks for them, and nothing meanwhile.
 * All methods block; thread-safe.
 */
public interface RequestReader extends AutoCloseable {

  /**
   * The record at a position.
   *
   * @return empty if there is none, or none any more
   * @throws TopicUnavailableException if Kafka does not say
   */
  Optional<RequestRecord> read(int partition, long offset);

  /**
   * The offset that the next record of each partition will have.
   *
   * @throws TopicUnavailableException if Kafka does not say
   */
  Map<Integer, Long> ends();

  /** Gives the connections up that nobody has used for a while. */
  void closeIdle();

  @Override
  void close();
}
