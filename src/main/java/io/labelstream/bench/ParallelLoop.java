package io.labelstream.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same step again and again in each of some threads, with nothing between the steps. */
final class ParallelLoop implements Workload {

  /** What a thread repeats; its own, as it keeps buffers. */
  interface Step extends AutoCloseable {

    void run() throws Exception;

    @Override
    void close();
  }

  private final String name;
  private final double unitsPerStep;
  private final List<Step> steps;
  private final ExecutorService threads;

  /**
   * A loop.
   *
   * @param unitsPerStep how much a step does
   * @param steps one for each thread
   */
  ParallelLoop(String name, double unitsPerStep, List<Step> steps) {
    this.name = name;
    this.unitsPerStep = unitsPerStep;
    this.steps = List.copyOf(steps);
    threads = Executors.newFixedThreadPool(steps.size());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double perSecond(long nanos) throws Exception {
    List<Future<Double>> rates = new ArrayList<>();
    for (Step step : steps) {
      rates.add(threads.submit(() -> perSecond(step, nanos)));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      try {
        sum += rate.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(name + " failed: " + e.getCause(), e);
      }
    }
    return sum;
  }

  private double perSecond(Step step, long nanos) throws Exception {
    long start = System.nanoTime();
    long steps = 0;
    long now = start;
    while (now - start < nanos) {
      step.run();
      steps++;
      now = System.nanoTime();
    }
    return steps * unitsPerStep * 1e9 / (now - start);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    steps.forEach(Step::close);
  }
}
