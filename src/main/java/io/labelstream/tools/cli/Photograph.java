package io.labelstream.tools.cli;

import io.labelstream.event.ImageSource;
import io.labelstream.tools.sandbox.BrokerFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

sealed interface Photograph {

  /** What the user calls it. */
  String name();

  /**
   * What to send.
   *
   * @throws IOException if it cannot be read
   */
  ImageSource source() throws IOException;

  /** A file here, sent as it is. */
  record File(Path path) implements Photograph {

    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public ImageSource source() throws IOException {
      long size = Files.size(path);
      if (size > BrokerFolder.MAX_REQUEST_BYTES) {
        throw new IOException("it has " + size + " bytes, more than a request can hold");
      }
      return new ImageSource.Inline(Files.readAllBytes(path));
    }
  }

  /** A URI that the job reads. */
  record Remote(URI uri) implements Photograph {

    @Override
    public String name() {
      return uri.toString();
    }

    @Override
    public ImageSource source() {
      return new ImageSource.Reference(uri);
    }
  }
}
