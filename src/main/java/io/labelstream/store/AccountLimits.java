package io.labelstream.store;

import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Settings;

/**
 * How much an account may keep, of both modes together. Uploads that run at the same time may all
 * pass before the first is counted, so that an account can come to have as many images more as the
 * store takes at once.
 *
 * @param images 0 for no limit
 * @param bytes of encoded images added up, 0 for no limit
 */
record AccountLimits(int images, long bytes) {

  static AccountLimits of(Settings settings) {
    return new AccountLimits(
        settings.get(ImageSettings.MAX_IMAGES), settings.get(ImageSettings.MAX_IMAGE_BYTES));
  }

  /** Whether there is anything to check. */
  boolean exist() {
    return images > 0 || bytes > 0;
  }

  /** Checks that one image more has its place. */
  void check(ImageStatistics kept, long added) throws AccountFullException {
    if (images > 0 && kept.images() >= images) {
      throw new AccountFullException("images", images);
    }
    if (bytes > 0 && kept.bytes() + added > bytes) {
      throw new AccountFullException("bytes of images", bytes);
    }
  }
}
