package io.labelstream.tools.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.LocalProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the first section of {@code models.md}, one after the other in a shell, with the
 * packaged jar and the real model. What the page shows is what was printed.
 */
class KerasToCanaryIT {

  private static final Path PAGE = Path.of("src/site/markdown/models.md");
  private static final Path BUILD =
      Path.of(System.getProperty("labelstream.jar", "")).toAbsolutePath().resolveSibling("");
  private static final String HEADING = "## From a Keras file to a canary\n";
  private static final Pattern BLOCK = Pattern.compile("(?s)```(sh|text)\n(.*?)```");
  private static final Pattern LOCAL = Pattern.compile("sh deploy/local\\.sh (--models) \"(.*)\"");
  private static final Pattern OF_THE_JOB =
      Pattern.compile("(?m)^.*labelstream\\.jar (?:classify|models (?!publish)\\w+).*$");

  /** What is awaited may be asked for again. */
  private static final Pattern QUESTION = Pattern.compile("models (?:status|compare)\\s*$");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private PageShell shell;
  private @Nullable LocalProcess local;

  @BeforeEach
  void start() throws IOException {
    Files.createSymbolicLink(folder.resolve("target"), BUILD);
    shell = PageShell.start(folder);
  }

  @AfterEach
  void stop() {
    shell.close();
    if (local != null) {
      local.close();
    }
  }

  /** A command that hangs is ended with the shell, which is closed when the time is over. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void thePageShowsWhatItsCommandsPrint() throws Exception {
    List<MatchResult> blocks = BLOCK.matcher(section()).results().toList();
    assertThat(blocks).hasSizeGreaterThan(20);
    for (int i = 0; i < blocks.size(); i++) {
      String kind = blocks.get(i).group(1);
      if (kind.equals("sh")) {
        boolean shows = i + 1 < blocks.size() && blocks.get(i + 1).group(1).equals("text");
        run(blocks.get(i).group(2), shows ? blocks.get(i + 1).group(2) : "");
      }
    }
    assertThat(local).as("started by the page").isNotNull();
  }

  private void run(String commands, String shown) throws IOException {
    Matcher start = LOCAL.matcher(commands.strip());
    if (start.matches()) {
      String registry = start.group(2).replace("$PWD", folder.toString());
      Path data = Files.createDirectories(folder.resolve("local")).resolve("data");
      local = LocalProcess.start(data, start.group(1), registry);
      return;
    }
    StringBuilder printed = new StringBuilder(shell.run(here(commands)));
    Matcher question = QUESTION.matcher(commands);
    if (question.find()) {
      String last = commands.strip().lines().reduce("", (before, line) -> line);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                if (!shows(printed.toString(), shown)) {
                  printed.append(shell.run(here(last)));
                }
                assertShows(printed.toString(), shown);
              });
    }
    assertShows(printed.toString(), shown);
  }

  private static boolean shows(String printed, String shown) {
    return lines(printed).containsAll(lines(shown));
  }

  private static void assertShows(String printed, String shown) {
    assertThat(lines(printed)).as(printed).containsAll(lines(shown));
  }

  /** The commands with the addresses of this test. */
  private String here(String commands) throws IOException {
    String scripts = commands.replace("sh deploy/", "sh " + BUILD.resolveSibling("deploy") + "/");
    return local == null
        ? scripts
        : OF_THE_JOB
            .matcher(scripts)
            .replaceAll("$0 --bootstrap-servers " + local.bootstrapServers());
  }

  private static String section() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEADING);
    assertThat(start).isPositive();
    return page.substring(start, page.indexOf("\n## ", start + 1));
  }

  /**
   * Lines without what differs between machines and runs: hashes, names of TaskManagers, times,
   * scores, how many a model is right on and which requests a canary gets.
   */
  private static List<String> lines(String text) {
    return text.lines()
        .map(line -> line.replaceAll("@[0-9a-f]{12}", "@hash"))
        .map(line -> line.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "name"))
        .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "time"))
        .map(line -> line.replaceAll("\\d\\.\\d{3}\\s+\\d+$", "score and milliseconds"))
        .map(line -> line.replaceAll("\\d+ agree \\([\\d.]+ %\\)", "some agree"))
        .map(line -> line.replaceAll("2\\d\\d requests", "more requests"))
        .map(line -> line.replaceAll("\\d+ answers", "some answers"))
        .map(line -> line.replaceAll("\\d+ of (\\d+) held out", "some of $1 held out"))
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .toList();
  }
}
