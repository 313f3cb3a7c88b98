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
  private final Runnable afterwards;
  private final ExecutorService threads;

  /**
   * A loop.
   *
   * @param unitsPerStep how much a step does
   * @param steps one for each thread
   * @param afterwards closes what the steps share
   */
  ParallelLoop(String name, double unitsPerStep, List<Step> steps, Runnable afterwards) {
    this.name = name;
    this.unitsPerStep = unitsPerStep;
    this.steps = List.copyOf(steps);
    this.afterwards = afterwards;
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
      Repeated loop = new Repeated(name, step::run);
      rates.add(threads.submit(() -> loop.perSecond(nanos)));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      try {
        sum += rate.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(name + " failed: " + e.getCause(), e);
      }
    }
    return sum * unitsPerStep;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    steps.forEach(Step::close);
    afterwards.run();
  }
}
