package io.labelstream.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls from several clients, evenly spaced; each one's time runs from when it was due. */
final class SpacedCalls {

  static final int CLIENTS = 32;

  private final ClassifyClient client;
  private final byte[] photograph;
  private final ExecutorService clients;
  private final AtomicInteger failures = new AtomicInteger();
  private long next;

  SpacedCalls(ClassifyClient client, byte[] photograph, ExecutorService clients) {
    this.client = client;
    this.photograph = photograph;
    this.clients = clients;
  }

  int failures() {
    return failures.get();
  }

  /** Uploads images of which no two are equal, and returns their ids. */
  List<String> upload(int count) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(client.upload(NumberedJpeg.of(photograph, next++)));
    }
    return ids;
  }

  /** Classifies an image, and counts if that fails. */
  private void classify(String id) {
    if (client.classify(id).join() != 201) {
      failures.incrementAndGet();
    }
  }

  /** Uploads images first, then classifies them; returns seconds, ascending. */
  double[] run(int count, double perSecond) throws Exception {
    List<String> ids = upload(count);
    double interval = 1e9 / perSecond;
    long start = System.nanoTime() + 50_000_000;
    AtomicInteger turn = new AtomicInteger();
    double[] seconds = new double[count];
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      running.add(
          clients.submit(
              () -> {
                for (int call = turn.getAndIncrement();
                    call < count;
                    call = turn.getAndIncrement()) {
                  long due = start + (long) (call * interval);
                  OpenLoop.sleepUntil(due);
                  classify(ids.get(call));
                  seconds[call] = (System.nanoTime() - due) / 1e9;
                }
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }
    Arrays.sort(seconds);
    return seconds;
  }
}
