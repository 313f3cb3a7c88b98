package io.labelstream.rest;

import java.nio.file.Path;
import java.util.List;

/**
 * What an upload has brought, not yet checked.
 *
 * @param names what the form calls the image, once if it is right
 * @param images how many files were sent as the image
 * @param imageIsText whether text was sent as the image
 * @param imageBytes how large the first of the files was
 * @param file where the bytes of that are if they are not too many, until the request has ended
 */
record Upload(List<String> names, int images, boolean imageIsText, long imageBytes, Path file) {

  Upload {
    names = List.copyOf(names);
  }
}
