package io.labelstream.registry;

import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.rollout.WantedModels;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a job on one TaskManager, and the thread that makes them what the control topic
 * says. It reads, loads, and gives each task what is new, one after the other: whatever the topic
 * says in between, the end is what it says last.
 */
final class RunningModels {

  private static final Logger LOG = LoggerFactory.getLogger(RunningModels.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** A load that is under way cannot be interrupted. */
  private static final Duration CLOSE = Duration.ofMinutes(1);

  private final ControlTopic.Opener control;
  private final ModelChanges changes;
  private final ModelsInForce inForce;
  private final Optional<String> before;
  private final Thread thread = new Thread(this::run, "models");
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private volatile boolean closed;
  private String lastTrouble = "";

  private RunningModels(
      ControlTopic.Opener control,
      ModelChanges changes,
      ModelsInForce inForce,
      Optional<String> before) {
    this.control = control;
    this.changes = changes;
    this.inForce = inForce;
    this.before = before;
    thread.setDaemon(true);
  }

  /**
   * Starts to follow the control topic.
   *
   * @param changes of what is in force, closed with this
   * @param before the primary that the job has had here before it was started again
   */
  static RunningModels start(
      ControlTopic.Opener control,
      ModelChanges changes,
      ModelsInForce inForce,
      Optional<String> before) {
    RunningModels models = new RunningModels(control, changes, inForce, before);
    models.thread.start();
    return models;
  }

  /** The primary, as whoever starts these again has to be told. */
  Optional<String> primary() {
    return inForce.primary();
  }

  /** Whether no task can be given anything, since nothing could be loaded at the start. */
  boolean hasFailed() {
    return started.isCompletedExceptionally();
  }

  /**
   * Gives a task its models, once there are some.
   *
   * @param ended is called when the task has given them back
   * @throws IOException if nothing could be loaded at the start; the message says what to do
   */
  TaskModels open(int reuseAnswers, ClassificationMetrics metrics, Runnable ended)
      throws IOException {
    Duration waited = awaitStart();
    SwitchedModels task =
        new SwitchedModels(
            reuseAnswers,
            metrics,
            closing -> {
              inForce.remove(closing);
              ended.run();
            });
    inForce.add(task);
    metrics.modelLoaded(waited);
    return task;
  }

  /** Returns how long that took; zero if they had started. */
  private Duration awaitStart() throws IOException {
    boolean ready = started.isDone();
    long start = System.nanoTime();
    try {
      started.get();
    } catch (ExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(reason.getMessage(), e);
    } catch (InterruptedException e) {
      throw cancelled("cancelled while a model is loaded");
    }
    return ready ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Gives all models back; tasks have to be closed before.
   *
   * @return whether that is done; if not, it is once a load that is under way has ended
   */
  boolean close() {
    closed = true;
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /**
   * Returns when models that are being closed, or have failed, are given back.
   *
   * @throws InterruptedIOException if the task that waits for that is cancelled
   */
  void awaitEnd() throws InterruptedIOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw cancelled("cancelled while the models before are given back");
    }
  }

  private static InterruptedIOException cancelled(String message) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(message);
  }

  private void run() {
    try {
      while (!closed) {
        try (ControlTopic topic = control.open()) {
          follow(topic);
        } catch (IOException | RuntimeException e) {
          if (started.completeExceptionally(e)) {
            return;
          }
          logOnce(e);
          pause();
        }
      }
    } finally {
      started.completeExceptionally(new IOException("the job's models have been given back"));
      changes.close();
    }
  }

  private void follow(ControlTopic topic) throws IOException {
    WantedModels wanted = topic.read();
    changes.makePrimary(wanted, before);
    started.complete(null);
    lastTrouble = "";
    changes.make(wanted);
    while (!closed) {
      Optional<WantedModels> news = topic.poll(POLL);
      if (news.isPresent()) {
        wanted = news.get();
        changes.tryAllAgain();
      }
      changes.make(wanted);
    }
  }

  /** A broker that is away for an hour is one line. */
  private void logOnce(Exception trouble) {
    String text = trouble.toString();
    if (!text.equals(lastTrouble)) {
      LOG.warn("The models stay as they are, since the control topic cannot be read: {}", text);
      lastTrouble = text;
    }
  }

  private void pause() {
    long end = System.nanoTime() + RETRY.toNanos();
    while (!closed && System.nanoTime() < end) {
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
