package io.labelstream.rest;

import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Settings;
import io.labelstream.store.Image;
import io.labelstream.store.ImageStore;
import io.labelstream.store.KeyMode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the images of test keys that are too old. */
final class ImageExpiry {

  private static final Logger LOG = LoggerFactory.getLogger(ImageExpiry.class);

  /** Requests come in between: what is left is deleted a little later. */
  private static final int BATCH = 1000;

  private final ImageStore store;
  private final Duration retention;
  private final Clock clock;

  ImageExpiry(ImageStore store, Settings settings, Clock clock) {
    this.store = store;
    this.retention = settings.get(ImageSettings.TEST_IMAGES_RETENTION);
    this.clock = clock;
  }

  /**
   * Deletes some; blocks. Replicas may do so at the same time.
   *
   * @return how many
   */
  int deleteSome() {
    List<Image> expired =
        store.listing().madeBefore(KeyMode.TEST, clock.instant().minus(retention), BATCH);
    long deleted = expired.stream().filter(store::delete).count();
    if (deleted > 0) {
      LOG.info("Deleted {} images of test keys that were older than {}", deleted, retention);
    }
    return Math.toIntExact(deleted);
  }
}
