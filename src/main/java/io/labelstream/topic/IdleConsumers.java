package io.labelstream.topic;

import io.labelstream.kafka.ReadingConsumers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** Consumers between two uses, so that not every use has to connect. Thread-safe. */
final class IdleConsumers implements AutoCloseable {

  private static final Duration KEPT = Duration.ofSeconds(30);

  private final Supplier<Consumer<byte[], byte[]>> connections;
  private final LongSupplier nanoTime;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * Without any.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  IdleConsumers(Supplier<Consumer<byte[], byte[]>> connections, LongSupplier nanoTime) {
    this.connections = connections;
    this.nanoTime = nanoTime;
  }

  private record Idle(Consumer<byte[], byte[]> consumer, long sinceNanos) {}

  /** One that nobody else has until it is given back. */
  Consumer<byte[], byte[]> take() {
    synchronized (this) {
      if (!idle.isEmpty()) {
        return idle.pop().consumer();
      }
    }
    return connections.get();
  }

  /** Takes one back that works still. */
  void giveBack(Consumer<byte[], byte[]> consumer) {
    synchronized (this) {
      if (!closed) {
        idle.push(new Idle(consumer, nanoTime.getAsLong()));
        return;
      }
    }
    ReadingConsumers.close(consumer);
  }

  synchronized void closeIdle() {
    long now = nanoTime.getAsLong();
    while (!idle.isEmpty() && now - idle.getLast().sinceNanos() > KEPT.toNanos()) {
      ReadingConsumers.close(idle.removeLast().consumer());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(one -> ReadingConsumers.close(one.consumer()));
    idle.clear();
  }
}
