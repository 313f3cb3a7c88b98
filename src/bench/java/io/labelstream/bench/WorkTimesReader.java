package io.labelstream.bench;

import io.labelstream.event.AnswerDecoder;
import io.labelstream.event.WorkTimes;
import io.labelstream.kafka.KafkaHeaders;
import io.labelstream.topic.AnswerFollower;
import io.labelstream.topic.ClientProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads what the job says of its own work in each answer, from the time on that it was made, and
 * only when it is asked, so that the broker has nothing to send to it while answers are timed.
 */
final class WorkTimesReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long ANSWER_TIMEOUT_NANOS = 60_000_000_000L;

  private final AnswerDecoder decoder = new AnswerDecoder();
  private final AnswerFollower follower;

  private WorkTimesReader(AnswerFollower follower) {
    this.follower = follower;
  }

  static WorkTimesReader of(Pipeline pipeline) {
    Properties reading = ClientProfile.FEED.consumer(pipeline.bootstrapServers(), Map.of());
    return new WorkTimesReader(TopicClient.follow(reading, pipeline.results()));
  }

  /**
   * The median of what decoding and inference took together, in seconds.
   *
   * @param count how many answers have been given since the last time
   */
  double medianSeconds(int count) {
    List<Long> micros = new ArrayList<>();
    long deadline = System.nanoTime() + ANSWER_TIMEOUT_NANOS;
    while (micros.size() < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "only %d of %d answers say what their work took".formatted(micros.size(), count));
      }
      follower
          .poll(POLL)
          .forEach(
              record ->
                  decoder
                      .decode(KafkaHeaders.read(record.headers()), record.value())
                      .flatMap(answer -> answer.passage().work())
                      .map(WorkTimesReader::micros)
                      .ifPresent(micros::add));
    }
    Collections.sort(micros);
    return micros.get(micros.size() / 2) / 1e6;
  }

  private static long micros(WorkTimes times) {
    return times.decodeMicros() + times.inferenceMicros();
  }

  @Override
  public void close() {
    follower.close();
  }
}
