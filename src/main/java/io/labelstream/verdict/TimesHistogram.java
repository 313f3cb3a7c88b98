package io.labelstream.verdict;

import io.labelstream.event.WorkTimes;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Times of one model's work, in little memory however many there are. */
final class TimesHistogram {

  private static final int DIGITS = 3;

  /** An hour. No image takes so long, whatever somebody has written. */
  private static final long MAX_MICROS = 3_600_000_000L;

  private final Histogram decode = new Histogram(DIGITS);
  private final Histogram inference = new Histogram(DIGITS);

  void add(Optional<WorkTimes> times) {
    times.ifPresent(
        work -> {
          decode.recordValue(Math.min(work.decodeMicros(), MAX_MICROS));
          inference.recordValue(Math.min(work.inferenceMicros(), MAX_MICROS));
        });
  }

  /** Null if there are none. */
  Report.@Nullable ModelTimes report() {
    return decode.getTotalCount() == 0
        ? null
        : new Report.ModelTimes(
            decode.getTotalCount(), percentiles(decode), percentiles(inference));
  }

  private static Report.Percentiles percentiles(Histogram histogram) {
    return new Report.Percentiles(
        histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99));
  }
}
