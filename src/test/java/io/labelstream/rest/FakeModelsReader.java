package io.labelstream.rest;

import io.labelstream.rollout.WantedModels;
import io.labelstream.topic.TopicUnavailableException;
import io.labelstream.verdict.ModelsReader;
import io.labelstream.verdict.Report;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Topics about models without a broker. */
final class FakeModelsReader implements ModelsReader {

  final AtomicInteger overviews = new AtomicInteger();
  final AtomicInteger comparisons = new AtomicInteger();
  volatile Overview overview =
      new Overview(new WantedModels(Map.of()), List.of(), List.of("image-classification.models"));
  volatile Report report = new Report(List.of(), List.of(), 0, 0, 0, List.of());

  /** Whether nothing can be read. */
  volatile boolean refused;

  private volatile CountDownLatch slow = new CountDownLatch(0);

  /** Lets no call return until {@link #comeBack}, as a broker that is away. */
  void goAway() {
    slow = new CountDownLatch(1);
  }

  void comeBack() {
    slow.countDown();
  }

  @Override
  public Overview overview() {
    overviews.incrementAndGet();
    answer();
    return overview;
  }

  @Override
  public Report compare() {
    comparisons.incrementAndGet();
    answer();
    return report;
  }

  private void answer() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (refused) {
      throw new TopicUnavailableException("not authorized", new IllegalStateException());
    }
  }
}
