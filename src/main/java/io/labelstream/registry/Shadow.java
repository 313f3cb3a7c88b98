package io.labelstream.registry;

import io.labelstream.event.AnswerEncoder;
import io.labelstream.event.AnsweringModel;
import io.labelstream.event.Correlation;
import io.labelstream.event.Destination;
import io.labelstream.event.EchoHeaders;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.Outcome;
import io.labelstream.event.RequestRecord;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.rollout.Role;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is shown requests which others answer. It has one thread for all tasks of a
 * TaskManager, so that it takes no more than a core, and gives way to those that answer; what it is
 * too slow for, it does not see.
 */
final class Shadow implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

  /** Enough for a burst, and little beside what waits in the tasks themselves. */
  private static final int PLACES = 16;

  private static final long LOOK_MILLIS = 100;

  private final AnsweringModel model;
  private final ImageClassifier images;
  private final Share share;
  private final Destination destination;
  private final Reports reports;
  private final AnswerEncoder answers;
  private final BlockingQueue<Shown> shown = new ArrayBlockingQueue<>(PLACES);
  private final Thread thread = Background.thread("shadow", this::run);
  private volatile boolean closed;

  /** A request that others answer. */
  private record Shown(
      RequestRecord record,
      Correlation request,
      LabelOptions options,
      ImageClassifier.EncodedImage image) {}

  private Shadow(
      ImageClassifier images, Share share, Destination destination, Reports reports, Clock clock) {
    this.model = AnsweringModel.primary(images.model().id());
    this.images = images;
    this.share = share;
    this.destination = destination;
    this.reports = reports;
    answers = new AnswerEncoder(new EchoHeaders(List.of()), clock);
  }

  /**
   * Starts one.
   *
   * @param destination of what it makes of the requests
   */
  static Shadow start(
      ReadyModel model, double share, Destination destination, Reports reports, Clock clock)
      throws IOException {
    // Its times are none of the tasks', whose metrics say how long answers take.
    ClassificationMetrics unseen = new ClassificationMetrics(new UnregisteredMetricsGroup());
    Shadow shadow =
        new Shadow(
            ImageClassifier.of(model.classifiers().open(), 0, unseen),
            new Share(Role.SHADOW, share),
            destination,
            reports,
            clock);
    shadow.thread.start();
    return shadow;
  }

  boolean wants(Correlation request) {
    return share.has(request.id());
  }

  /** Shows it a request; returns at once, and whether it has the time to look. */
  boolean show(RequestRecord record, Correlation request, LabelOptions options, byte[] image) {
    return shown.offer(new Shown(record, request, options, () -> image));
  }

  private void run() {
    while (!closed) {
      try {
        Shown next = shown.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          look(next);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        // The next one may go well, and a thread that had ended would look like one that is slow.
        LOG.error("A shadow's answer could not be made", e);
      }
    }
  }

  private void look(Shown request) {
    Outcome outcome = images.classify(request.image, request.options);
    reports.send(
        answers.encode(request.record, request.request, outcome, model, destination).answer());
  }

  /** Returns when it looks at nothing any more. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    images.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
