package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.SandboxException;
import io.labelstream.vision.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a build from which the processes run.
 *
 * @param jar the jar with everything, from which broker and facade run
 * @param jobJar the thin jar that is submitted
 * @param flink Flink's own jars
 * @param flinkLib what the job needs beside them in Flink's {@code lib/}
 * @param flinkAccess the jar with access control for Flink's REST endpoint
 * @param model the compiled model, without its precision
 */
record Installation(
    Path jar, Path jobJar, Path flink, Path flinkLib, Path flinkAccess, Path model) {

  /**
   * The build that this class comes from.
   *
   * @throws SandboxException if a part of it is missing
   */
  static Installation ofThisBuild() throws SandboxException {
    Path models = ModelDirectory.ofThisBuild();
    Installation installation =
        new Installation(
            models.resolveSibling("labelstream.jar"),
            models.resolveSibling("labelstream-job.jar"),
            models.resolveSibling("flink").resolve("lib"),
            models.resolveSibling("flink-lib"),
            models.resolveSibling("labelstream-flink-access.jar"),
            ModelDirectory.defaultModel());
    for (Path path :
        List.of(
            installation.jar,
            installation.jobJar,
            installation.flink,
            installation.flinkLib,
            installation.flinkAccess)) {
      if (!Files.exists(path)) {
        throw new SandboxException(path + " is missing: build it with mvn -DskipTests package");
      }
    }
    return installation;
  }

  String jobManagerClassPath() {
    return taskManagerClassPath() + ":" + flinkAccess;
  }

  String taskManagerClassPath() {
    return flink.resolve("*") + ":" + flinkLib.resolve("*");
  }

  String clientClassPath() {
    return flink.resolve("*").toString();
  }
}
