package io.labelstream.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Finds images by owner, account or age. */
public final class ImageListing {

  private final Jdbi jdbi;

  ImageListing(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A page of an owner's images, newest first.
   *
   * @param take how many, 1 to 100
   * @param from the first id on the page, or an older one if it is gone; empty for the first page
   */
  public ImagePage page(Owner owner, int take, Optional<String> from) {
    return jdbi.inTransaction(
        handle -> {
          List<Image> found = ImageRows.newestFrom(handle, owner, from, take + 1);
          Optional<String> next =
              found.size() > take ? Optional.of(found.get(take).id()) : Optional.empty();
          List<Image> page = found.subList(0, Math.min(take, found.size()));
          Optional<String> first = page.isEmpty() ? from : Optional.of(page.get(0).id());
          List<String> newer =
              first.map(id -> ImageRows.justNewerThan(handle, owner, id, take)).orElseGet(List::of);
          Optional<String> previous =
              newer.isEmpty() ? Optional.empty() : Optional.of(newer.get(newer.size() - 1));
          return new ImagePage(page, previous, next);
        });
  }

  /** What each account has that has an image, by their names. */
  public Map<String, ImageStatistics> accounts() {
    return jdbi.withHandle(ImageRows::accounts);
  }

  /** Some images of an account, of either mode. */
  public List<Image> ofAccount(String account, int limit) {
    return jdbi.withHandle(handle -> ImageRows.ofAccount(handle, account, limit));
  }

  /** Some images of a mode that were made before a time, the oldest first. */
  public List<Image> madeBefore(KeyMode mode, Instant time, int limit) {
    return jdbi.withHandle(handle -> ImageRows.madeBefore(handle, mode, time, limit));
  }
}
