package io.labelstream.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.tools.sandbox.FlinkSecret;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigConstants;

/** Flink's own command line, called as a user would call it. */
final class FlinkCli {

  private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed\\. Path: (\\S+)");

  private final ClusterFolder folder;
  private final Installation installation;

  FlinkCli(ClusterFolder folder, Installation installation) {
    this.folder = folder;
    this.installation = installation;
  }

  /** {@code flink run} or the like, detached; returns the job's id. */
  String run(List<String> arguments) throws IOException, InterruptedException {
    return find(SUBMITTED, "the job was not taken", arguments);
  }

  /** {@code flink stop}; returns the savepoint. */
  String stop(String job) throws IOException, InterruptedException {
    return find(
        SAVEPOINT,
        "the job was not stopped",
        List.of("stop", "--savepointPath", folder.savepoints().toUri().toString(), job));
  }

  private String find(Pattern pattern, String otherwise, List<String> arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
    builder.environment().put("FLINK_CONF_DIR", folder.flinkConfiguration().toString());
    builder
        .environment()
        .put(
            ConfigConstants.FLINK_REST_CLIENT_HEADERS,
            "Authorization:" + FlinkSecret.of(folder.flinkSecret()).authorization());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exitCode = process.waitFor();
    Matcher matcher = pattern.matcher(output);
    if (exitCode != 0 || !matcher.find()) {
      throw new SandboxException(otherwise + ": " + StackTrace.cause(output));
    }
    return matcher.group(1);
  }

  private List<String> command(List<String> arguments) {
    return FlinkCommands.client(
        List.of(
            "-Xmx256m",
            "-Dlog4j2.configurationFile=" + folder.logConfiguration(),
            "-Dlog.file=" + folder.temporary().resolve("client.log"),
            // The command line prints errors, too.
            "-Dlabelstream.log.level=OFF"),
        installation.clientClassPath(),
        arguments);
  }
}
