package io.labelstream.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;

/** Writes what a cluster keeps of a process that it has started. */
final class RecordedProcess {

  /** The tests' own process, which may stand for one of the cluster that runs. */
  static final ProcessHandle SELF = ProcessHandle.current();

  static final Instant STARTED = SELF.info().startInstant().orElseThrow();

  private RecordedProcess() {}

  static void write(ClusterFolder folder, ClusterProcess process) throws IOException {
    write(folder, process, SELF.pid(), STARTED);
  }

  static void write(ClusterFolder folder, ClusterProcess process, long pid, Instant started)
      throws IOException {
    Files.createDirectories(folder.processes());
    Files.writeString(
        folder.processes().resolve(process.toString()), pid + " " + started.toEpochMilli());
  }
}
