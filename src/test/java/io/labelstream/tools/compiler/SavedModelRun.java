package io.labelstream.tools.compiler;

import io.labelstream.vision.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a graph as a SavedModel and lets TensorFlow run it on the image of the small network. */
final class SavedModelRun {

  private SavedModelRun() {}

  /**
   * @param node the node whose output is returned, row-major
   * @param size how many numbers it has
   */
  static float[] run(Path directory, GraphWriter graph, String node, int size) throws IOException {
    write(directory, graph, node, size);
    return run(directory, size);
  }

  static void write(Path directory, GraphWriter graph, String node, int size) throws IOException {
    SavedModelFiles.of(graph, SmallNetwork.network().input(), "result", node, size)
        .write(directory);
  }

  static float[] run(Path directory, int size) throws IOException {
    return GraphRun.alone(
        Engine.TENSORFLOW, directory, SmallNetwork.IMAGE, SmallNetwork.SIZE, size);
  }
}
