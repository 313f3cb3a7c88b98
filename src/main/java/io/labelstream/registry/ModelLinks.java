package io.labelstream.registry;

import io.labelstream.rollout.ModelId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a registry of a folder of compiled models, for a container image: beside each, a link to it
 * by its id, where a copy would take as much room again.
 */
final class ModelLinks {

  private ModelLinks() {}

  /**
   * Makes the links that are missing, and prints the ids.
   *
   * @param arguments the folder
   * @throws IOException if it holds anything but models, or one whose manifest has been changed
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Path model : models(folder)) {
      ModelId id = ModelRegistry.id(model);
      Path link = folder.resolve(id.text());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, model.getFileName());
      }
      System.out.println(id);
    }
  }

  private static List<Path> models(Path folder) throws IOException {
    List<Path> models = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder, entry -> !Files.isSymbolicLink(entry))) {
      found.forEach(models::add);
    }
    return models;
  }
}
