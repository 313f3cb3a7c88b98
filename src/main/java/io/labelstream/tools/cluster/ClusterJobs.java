package io.labelstream.tools.cluster;

import io.labelstream.job.JobChecks;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.FlinkSecret;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The jobs of a cluster: submitted, upgraded and stopped by Flink's own command line. */
final class ClusterJobs {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A job that is just recovering gets this time to run. */
  private static final Duration TO_RUN = Duration.ofSeconds(30);

  private final ClusterFolder folder;
  private final Processes processes;
  private final ClusterPorts ports;
  private final Installation installation;
  private final Consumer<String> progress;
  private final FlinkRest flink;
  private final FlinkCli cli;

  ClusterJobs(
      ClusterFolder folder,
      Processes processes,
      ClusterPorts ports,
      Installation installation,
      Consumer<String> progress) {
    this.folder = folder;
    this.processes = processes;
    this.ports = ports;
    this.installation = installation;
    this.progress = progress;
    flink = new FlinkRest(ports.flinkUrl());
    cli = new FlinkCli(folder, installation);
  }

  String submit(
      List<String> settings, String savepoint, boolean alterTopics, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>();
    flags.add("--bootstrap-servers=" + ports.bootstrapServers());
    // The last of several flags with one name counts.
    flags.addAll(settings);
    Settings given = Settings.read(Scope.JOB, flags, environment);
    String model = given.get(ModelSettings.MODEL).orElseGet(installation.model()::toString);
    flags.add("--model=" + model);
    flags.add("--references=" + references(given));
    Settings job = given.with(ModelSettings.MODEL, Optional.of(model));
    // These checks come before a running job is stopped for the new one.
    JobChecks.checkModel(job);
    JobChecks.checkBroker(job);
    checkSavepoint(savepoint);
    JobChecks.unknownProperties(job).forEach(progress);
    ClusterStart.prepareTopics(ports, job, alterTopics).forEach(progress);
    String name = job.get(JobSettings.JOB_NAME);
    Optional<String> reached = Optional.empty();
    for (RunningJob running : named(name)) {
      progress.accept(name + " is there already: upgrading it.");
      reached = Optional.of(end(running));
    }
    if (reached.isEmpty()) {
      reached = reachedBefore(name);
    }
    Optional<String> from = savepoint.isEmpty() ? reached : Optional.of(savepoint);
    from.ifPresent(path -> progress.accept("The new one goes on from " + path));
    List<String> arguments = new ArrayList<>(List.of("run", "--detached"));
    from.ifPresent(path -> arguments.addAll(List.of("--fromSavepoint", path)));
    arguments.add(installation.jobJar().toString());
    arguments.addAll(flags);
    try {
      progress.accept("Submitting " + name + " …");
      String id = cli.run(arguments);
      progress.accept("Waiting for its tasks: " + ports.flinkUrl() + "/#/job/running/" + id);
      new JobStart(flink, FlinkSecret.of(folder.flinkSecret()), processes, progress).await(id);
      return id;
    } catch (SandboxException e) {
      throw from.isEmpty()
          ? e
          : new SandboxException(
              e.getMessage() + "\nWhat it should go on from: --from-savepoint " + from.get(), e);
    }
  }

  /** Flink would find out only after the running job has been stopped. */
  static void checkSavepoint(String savepoint) throws SandboxException {
    if (savepoint.startsWith("file:") || savepoint.startsWith("/")) {
      URI uri = savepoint.startsWith("/") ? Path.of(savepoint).toUri() : URI.create(savepoint);
      if (!Files.exists(Path.of(uri.getPath()))) {
        throw new SandboxException("there is no savepoint at " + savepoint);
      }
    }
  }

  /** The checkpoint or savepoint of the last job of a name that has left one. */
  Optional<String> reachedBefore(String name) throws IOException, InterruptedException {
    // A job that did not start was cancelled and has left nothing.
    for (RunningJob ended : flink.ended(name)) {
      Optional<String> left = left(ended.id());
      if (left.isPresent()) {
        progress.accept(name + " was there before, and is " + ended.state() + ".");
        return left;
      }
    }
    return Optional.empty();
  }

  private Optional<String> left(String id) throws IOException, InterruptedException {
    Optional<String> checkpoint = folder.newestCheckpoint(id);
    // A job that was stopped leaves a savepoint, and no checkpoint.
    return checkpoint.isPresent()
        ? checkpoint
        : flink.savepoint(id).filter(path -> Files.exists(Path.of(URI.create(path))));
  }

  /** The given references, and the facade's images. */
  private String references(Settings given) {
    List<String> references = new ArrayList<>();
    given.get(RecordSettings.REFERENCES).forEach(reference -> references.add(reference.toString()));
    references.add(folder.images().toUri().toString());
    return String.join(",", references);
  }

  /** Ends a job with a savepoint, or, if it does not run, at its last checkpoint. */
  private String end(RunningJob job) throws IOException, InterruptedException {
    try {
      Deadline.in(TO_RUN).await("it does not run", () -> flink.runs(job.id()));
    } catch (SandboxException e) {
      progress.accept(
          "It is "
              + job.state()
              + " and takes no savepoint: cancelling it, to go on from its last checkpoint. "
              + flink.cause(job.id()));
      flink.cancel(job.id(), FlinkSecret.of(folder.flinkSecret()));
      Deadline.in(PATIENCE).await("it was not cancelled", () -> named(job.name()).isEmpty());
      return folder
          .newestCheckpoint(job.id())
          .orElseThrow(
              () ->
                  new SandboxException(
                      "it had no checkpoint: submit again, and it starts from Kafka's offsets"));
    }
    progress.accept("Stopping " + job.name() + " with a savepoint …");
    return cli.stop(job.id());
  }

  String stop(String name) throws IOException, InterruptedException {
    List<RunningJob> running = named(name);
    if (running.isEmpty()) {
      throw new SandboxException("no job of the name " + name + " runs");
    }
    return end(running.get(0));
  }

  private List<RunningJob> named(String name) throws IOException, InterruptedException {
    return flink.jobs().stream().filter(job -> job.name().equals(name)).toList();
  }
}
