package io.labelstream.tools.cli;

import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedStatistics;
import java.util.List;
import java.util.function.Supplier;

/** How the feed is shown to whoever watches it. */
interface WatchView extends AutoCloseable {

  /**
   * Shows what came since the last call.
   *
   * @param answers the oldest first
   * @param left how many more came that are not among them
   * @param statistics what all answers come to, made when it is asked for
   */
  void show(List<FeedAnswer> answers, long left, Supplier<FeedStatistics> statistics);

  @Override
  default void close() {}
}
