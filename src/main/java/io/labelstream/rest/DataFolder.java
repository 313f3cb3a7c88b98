package io.labelstream.rest;

import io.labelstream.files.PrivateFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The folder that a facade keeps its keys, uploads and local images in. */
final class DataFolder {

  private DataFolder() {}

  /**
   * Makes what is missing, for its owner alone. A folder that somebody else has made keeps its
   * mode, but what is ours in it is closed.
   *
   * @param images the URI of the folder for images, which may lie in it
   * @return the folder for uploads
   */
  static Path prepare(Path data, URI images) throws IOException {
    Path uploads = data.resolve("uploads");
    try {
      PrivateFolder.create(data);
      PrivateFolder.createOrClose(uploads);
      if (images.getScheme().equals("file") && Path.of(images.getPath()).startsWith(data)) {
        // The group of two containers may share it on purpose.
        PrivateFolder.createOrCloseToAllButGroup(Path.of(images.getPath()));
      }
    } catch (IOException e) {
      throw new IOException(
          data + " cannot be written: choose another folder with --data (" + e + ")", e);
    }
    return uploads;
  }

  /** A Vert.x with its own files in the folder, none of which it caches or takes from jars. */
  static Vertx vertx(Path data) {
    return Vertx.vertx(
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)
                    .setFileCacheDir(data.resolve("vertx").toString())));
  }
}
