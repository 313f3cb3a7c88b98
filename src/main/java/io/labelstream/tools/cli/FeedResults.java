package io.labelstream.tools.cli;

import io.labelstream.event.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the books of one feed: what waits, what is done, and what has been handed out, in order.
 */
final class FeedResults {

  private final List<Photograph> photographs;
  private final Consumer<Feed.Result> receiver;
  private final Feed.@Nullable Result[] done;
  private final long[] sentAt;
  private int waiting;
  private int handedOut;

  FeedResults(List<Photograph> photographs, Consumer<Feed.Result> receiver) {
    this.photographs = List.copyOf(photographs);
    this.receiver = receiver;
    done = new Feed.Result[photographs.size()];
    sentAt = new long[photographs.size()];
  }

  /** How many have been sent and not been answered. */
  int waiting() {
    return waiting;
  }

  boolean isComplete() {
    return handedOut == done.length;
  }

  void sent(int index) {
    sentAt[index] = System.nanoTime();
    waiting++;
  }

  /** Takes in an answer; false if there was one before, which at-least-once delivery allows. */
  boolean answered(int index, Answer answer) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentAt[index]);
    return complete(
        index,
        new Feed.Result(photographs.get(index), Optional.of(answer), answer.errors(), millis));
  }

  /** Takes in that something that was sent will have no answer. */
  boolean rejected(int index, String reason) {
    return complete(index, failure(index, reason));
  }

  /** Takes in that something could not be sent at all. */
  void unsent(int index, String reason) {
    done[index] = failure(index, reason);
  }

  /** Hands out what is done, as far as nothing before it is missing. */
  void handOut() {
    while (handedOut < done.length) {
      Feed.Result next = done[handedOut];
      if (next == null) {
        return;
      }
      receiver.accept(next);
      handedOut++;
    }
  }

  /** Ends everything that is not done yet. */
  void giveUp(String reason) {
    Arrays.setAll(done, index -> done[index] == null ? failure(index, reason) : done[index]);
    waiting = 0;
    handOut();
  }

  private boolean complete(int index, Feed.Result result) {
    if (done[index] != null) {
      return false;
    }
    done[index] = result;
    waiting--;
    return true;
  }

  private Feed.Result failure(int index, String reason) {
    return new Feed.Result(photographs.get(index), Optional.empty(), List.of(reason), 0);
  }
}
