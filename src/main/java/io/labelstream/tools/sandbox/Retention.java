package io.labelstream.tools.sandbox;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How long a topic keeps its records. Kafka deletes whole segments of a partition, and never the
 * one that it writes to: without a segment time of its own a topic of one day keeps photographs for
 * up to eight.
 *
 * @param segmentTime the longest that a segment is written to
 * @param bytes of a partition, so that nobody fills the disk; what is beyond is deleted, read or
 *     not
 * @param segmentBytes by how much a partition may be larger
 */
record Retention(Duration time, Duration segmentTime, long bytes, int segmentBytes) {

  private static final long GIBIBYTE = 1L << 30;
  private static final int QUARTER_GIBIBYTE = 1 << 28;

  static final Retention OF_REQUESTS =
      new Retention(Duration.ofDays(1), Duration.ofHours(1), 4 * GIBIBYTE, QUARTER_GIBIBYTE);
  static final Retention OF_RESULTS =
      new Retention(Duration.ofDays(7), Duration.ofDays(1), GIBIBYTE, QUARTER_GIBIBYTE);

  /** What the topic is made with. */
  Map<String, String> configuration() {
    return Map.of(
        TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()),
        TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segmentTime.toMillis()),
        TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes),
        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes));
  }
}
