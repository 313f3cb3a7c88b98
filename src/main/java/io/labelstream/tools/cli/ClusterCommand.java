package io.labelstream.tools.cli;

import io.labelstream.serve.Version;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.cluster.ClusterProcess;
import io.labelstream.tools.cluster.ClusterStatus;
import io.labelstream.tools.cluster.ProcessCluster;
import io.labelstream.tools.cluster.ProcessRole;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "cluster",
    description = {
      "Runs Kafka, ZooKeeper, a Flink cluster and the facade on this machine, each a process of its"
          + " own, as a cluster of many machines would."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ClusterUpCommand.class, ClusterSubmitCommand.class})
final class ClusterCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "labelstream-cluster",
      scope = ScopeType.INHERIT,
      description = "Folder for data, configuration and logs (default: ${DEFAULT-VALUE})")
  private Path directory;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  @Command(
      name = "stop",
      description = "Stops the job and prints the savepoint, from which submit can go on.",
      mixinStandardHelpOptions = true)
  int stop(
      @Option(
              names = "--job-name",
              paramLabel = "NAME",
              description = "Name of the job (default: that of the settings, labelstream)")
          @Nullable String jobName)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        cluster()
            .stop(
                jobName == null
                    ? Settings.read(Scope.JOB, List.of(), System.getenv()).get(JobSettings.JOB_NAME)
                    : jobName));
    out.flush();
    return 0;
  }

  @Command(
      name = "status",
      description = "Lists the processes and jobs; exit code 1 if a process has ended by itself.",
      mixinStandardHelpOptions = true)
  int status() throws IOException, InterruptedException {
    ClusterStatus status = cluster().status();
    PrintWriter out = spec.commandLine().getOut();
    for (ClusterStatus.ProcessStatus part : status.parts()) {
      out.printf(
          "%-14s %-8s %s%n", part.part(), part.pid() == 0 ? "ended" : part.pid(), part.log());
    }
    status
        .jobs()
        .forEach(
            job ->
                out.printf(
                    "job %s  %s  %s, %d of %d tasks run%n",
                    job.id(), job.name(), job.state(), job.running(), job.tasks()));
    if (status.parts().isEmpty()) {
      out.println("Nothing runs: up starts it.");
      out.flush();
      return 0;
    }
    out.printf(
        "The facade at %s %s%n",
        status.restUrl(), status.ready() ? "gets answers." : "gets no answers: is a job running?");
    out.flush();
    return status.complete() ? 0 : 1;
  }

  @Command(
      name = "kill",
      description = "Kills a process as kill -9 does it; up starts it again.",
      mixinStandardHelpOptions = true)
  int kill(
      @Parameters(
              paramLabel = "ROLE",
              description = "zookeeper, broker, jobmanager, taskmanager or facade")
          ProcessRole role,
      @Parameters(
              paramLabel = "N",
              arity = "0..1",
              defaultValue = "1",
              description = "Which TaskManager, from 1 on (default: ${DEFAULT-VALUE})")
          int number)
      throws IOException, InterruptedException {
    try {
      cluster().kill(new ClusterProcess(role, number));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return 0;
  }

  @Command(
      name = "down",
      description = "Ends all processes. What is in DIR is there again at the next up.",
      mixinStandardHelpOptions = true)
  int down() throws IOException, InterruptedException {
    cluster().down();
    return 0;
  }

  /** The cluster of the folder that was named. */
  ProcessCluster cluster() {
    PrintWriter err = spec.commandLine().getErr();
    return new ProcessCluster(
        directory,
        System.getenv(),
        line -> {
          err.println(line);
          err.flush();
        });
  }
}
