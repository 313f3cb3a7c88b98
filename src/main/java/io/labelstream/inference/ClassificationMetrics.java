package io.labelstream.inference;

import com.codahale.metrics.SlidingWindowReservoir;
import io.labelstream.build.Build;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.Outcome;
import io.labelstream.image.ImageRejectedException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.dropwizard.metrics.DropwizardHistogramWrapper;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a task counts and times.
 *
 * <p>The balance: {@code answered} = {@code completed} + the {@code failed} of every error code;
 * records read from Kafka − {@code answered} = in flight. {@code reused} is a part of {@code
 * completed}, {@code expired} one of {@code failed}. Alert when {@code failed} of {@code
 * INFERENCE_FAILED} or {@code REFERENCE_UNAVAILABLE} grows: those are ours. {@code EXPIRED} is a
 * load's that is too high, {@code UNDECIDED} nobody's, and the others are the sender's. {@code
 * shadowed} and {@code shadowDropped} count what a shadow was shown of the answered, and what it
 * was too slow for. Times are of the last 1,000 records, in microseconds.
 */
public final class ClassificationMetrics {

  private static final int WINDOW = 1000;

  private final MetricGroup group;
  private final Counter answered;
  private final Counter completed;
  private final Counter reused;
  private final Counter expired;
  private final Map<ErrorCode, Counter> failed = new EnumMap<>(ErrorCode.class);
  private final Map<String, ScoreHistogram> scores = new ConcurrentHashMap<>();
  private final Histogram decodeTime;
  private final Histogram inferenceTime;
  private final Counter shadowed;
  private final Counter shadowDropped;

  /** Models that have a gauge. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private volatile Set<String> running = Set.of();
  private volatile long modelLoadMillis;

  /** Registers everything with a task's group. */
  public ClassificationMetrics(MetricGroup group) {
    this.group = group;
    answered = group.counter("answered");
    completed = group.counter("completed");
    reused = group.counter("reused");
    expired = group.counter("expired");
    for (ErrorCode code : ErrorCode.values()) {
      failed.put(code, group.addGroup("errorCode", code.name()).counter("failed"));
    }
    shadowed = group.counter("shadowed");
    shadowDropped = group.counter("shadowDropped");
    decodeTime = histogram(group, "decodeTimeMicros");
    inferenceTime = histogram(group, "inferenceTimeMicros");
    group.gauge("modelLoadTimeMillis", (Gauge<Long>) () -> modelLoadMillis);
  }

  /**
   * Tells which build and which models run, as labels of a gauge that is 1; it is 0 for a model
   * that does not run any more.
   */
  public void runs(Build build, Set<String> models) {
    running = Set.copyOf(models);
    for (String model : models) {
      if (told.add(model)) {
        group
            .addGroup("version", build.version())
            .addGroup("commit", build.commit())
            .addGroup("model", model)
            .gauge("info", (Gauge<Integer>) () -> running.contains(model) ? 1 : 0);
      }
    }
  }

  /** Counts a request that a shadow was to see, besides. */
  public void shadowed(boolean taken) {
    (taken ? shadowed : shadowDropped).inc();
  }

  /** The histogram of a model's main scores, the same one whenever that model runs. */
  ScoreHistogram scores(String model) {
    // Flink keeps the first metric of a name, so a second one would count for nobody.
    return scores.computeIfAbsent(model, id -> new ScoreHistogram(group, id));
  }

  /** Counts the outcome of a record. */
  public void answered(Outcome outcome) {
    answered.inc();
    outcome.fold(done -> completed, failure -> failed.get(failure.code())).inc();
    if (outcome.fold(Outcome.Completed::reused, failure -> false)) {
      reused.inc();
    }
    if (outcome.fold(done -> false, failure -> failure.code() == ErrorCode.EXPIRED)) {
      expired.inc();
    }
  }

  /**
   * Takes how long it took until there was a model to answer with.
   *
   * @param loadTime zero if the model was in memory
   */
  public void modelLoaded(Duration loadTime) {
    modelLoadMillis = loadTime.toMillis();
  }

  /** Something that decodes an image. */
  @FunctionalInterface
  interface Decode {
    void run() throws ImageRejectedException;
  }

  /**
   * Times a decoding that succeeds; a rejected image says nothing of the decoder's speed.
   *
   * @return how long it took, in microseconds
   */
  long timeDecode(Decode decode) throws ImageRejectedException {
    long start = System.nanoTime();
    decode.run();
    long micros = microsSince(start);
    decodeTime.update(micros);
    return micros;
  }

  /** A result, and how long it took for each image. */
  record Timed<T>(T result, long micros) {}

  /**
   * Times a run of a model.
   *
   * @param images how many went through it together; each is counted with its share of the time
   */
  <T> Timed<T> timeInference(int images, Supplier<T> inference) {
    long start = System.nanoTime();
    T result = inference.get();
    long micros = microsSince(start) / images;
    for (int i = 0; i < images; i++) {
      inferenceTime.update(micros);
    }
    return new Timed<>(result, micros);
  }

  private static long microsSince(long startNanos) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
  }

  private static Histogram histogram(MetricGroup group, String name) {
    return group.histogram(
        name,
        new DropwizardHistogramWrapper(
            new com.codahale.metrics.Histogram(new SlidingWindowReservoir(WINDOW))));
  }
}
