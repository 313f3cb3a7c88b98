package io.labelstream.settings;

import static io.labelstream.settings.Type.number;

/** What the facade does for those who watch the feed, who must not be felt by the job. */
public final class FeedSettings {

  public static final Setting<Integer> FEED_VIEWERS =
      new Setting<>(
          "feed-viewers=20",
          number(0),
          "how many may watch the feed at a time, more get 503; 0: nobody");
  public static final Setting<Integer> FEED_PHOTOGRAPHS =
      new Setting<>(
          "feed-photographs=4",
          number(1),
          "photographs a second that are read and drawn for all who watch the feed, after a first"
              + " few at once; more get 503");

  private FeedSettings() {}
}
