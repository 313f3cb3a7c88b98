package io.labelstream.rest;

import java.nio.file.Path;
import java.util.List;

/**
 * The parts of an upload, not yet checked.
 *
 * @param names what the form calls the image, once if it is right
 * @param images how many files were sent as the image
 * @param imageIsText whether text was sent as the image
 * @param imageBytes how large the first of the files was
 * @param file the bytes of the first file, unless they are too many; it is deleted when the request
 *     has ended
 */
record Upload(List<String> names, int images, boolean imageIsText, long imageBytes, Path file) {

  Upload {
    names = List.copyOf(names);
  }
}
