package io.labelstream.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of an owner's images, newest first.
 *
 * @param images the images on the page
 * @param previous the first id of the page before it, if there is one
 * @param next the first id of the page after it, if there is one
 */
public record ImagePage(List<Image> images, Optional<String> previous, Optional<String> next) {

  public ImagePage {
    images = List.copyOf(images);
  }
}
