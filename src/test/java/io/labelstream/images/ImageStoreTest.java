package io.labelstream.images;

import java.nio.file.Path;
import java.util.List;

/** On H2, in a folder. */
class ImageStoreTest extends ImageStoreContract {

  @Override
  List<String> database(Path folder) {
    return List.of();
  }
}
