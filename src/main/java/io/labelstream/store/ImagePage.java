package io.labelstream.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of an owner's images, newest first.
 *
 * @param images those on it
 * @param previous the first id of the page before it, if there is one
 * @param next the first id of the page behind it, if there is one
 */
public record ImagePage(List<Image> images, Optional<String> previous, Optional<String> next) {

  /** Copies the list. */
  public ImagePage {
    images = List.copyOf(images);
  }
}
