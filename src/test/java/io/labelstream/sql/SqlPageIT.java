package io.labelstream.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The statements of {@code sql.md} and of the README, in Flink's SQL client against a cluster of
 * processes, with the packaged job jar, a real broker and the real model. What the page shows is
 * what was printed.
 */
class SqlPageIT {

  private static final Path PAGE = Path.of("src/site/markdown/sql.md");
  private static final Path BUILD =
      Path.of(System.getProperty("labelstream.jar", "")).toAbsolutePath().resolveSibling("");
  private static final Pattern SQL = Pattern.compile("(?s)```sql\n(.*?)```");
  private static final Pattern TEXT = Pattern.compile("(?s)```text\n(.*?)```");

  /** oneDNN picks its kernels by the processor, so the digits differ between machines. */
  private static final Pattern SCORE = Pattern.compile("\\d\\.\\d+(E-\\d+)?");

  /** So that a query ends, and that one which writes has ended before the next. */
  private static final String ENDING = "SET 'table.dml-sync' = 'true';\n";

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static SqlCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("kafka"), Ports.free());
    CameraFeed.makeTopics(broker.bootstrapServers(), "photographs", "answers");
    try (CameraFeed feed = new CameraFeed(broker.bootstrapServers())) {
      feed.send("photographs");
    }
    Files.writeString(folder.resolve("cameras.csv"), "north,harbour\nsouth,market\n");
    cluster = SqlCluster.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.stop();
    }
    broker.close();
  }

  @Test
  void thePageShowsWhatItsStatementsPrint() throws Exception {
    String printed = cluster.run(ENDING + here(statements(PAGE)));
    assertThat(rows(printed))
        .as(printed)
        .containsExactlyInAnyOrderElementsOf(
            blocks(TEXT, PAGE).stream().flatMap(text -> rows(text).stream()).toList());
    assertThat(printed)
        .contains(
            blocks(TEXT, PAGE).stream()
                .filter(text -> !text.startsWith("|"))
                .map(String::strip)
                .toList());
  }

  @Test
  void theReadmeShowsAQueryThatRuns() throws Exception {
    String table = blocks(SQL, PAGE).get(0).replaceAll("(?s)CREATE MODEL.*?;", "");
    String printed = cluster.run(here(table + statements(Path.of("README.md"))));
    assertThat(rows(printed)).as(printed).hasSize(6);
    assertThat(printed).contains("Egyptian Cat", "Espresso");
  }

  @Test
  void aModelThatIsNotThereIsNamedWithWhatToDo() throws Exception {
    String statements = here(blocks(SQL, PAGE).get(0) + blocks(SQL, PAGE).get(1));
    String printed = cluster.run(statements.replace(model(), folder.resolve("nothing").toString()));
    assertThat(printed)
        .contains(
            "no compiled model in " + folder.resolve("nothing-"),
            ": make one with 'labelstream model compile', or name another directory");
  }

  private static String statements(Path page) throws IOException {
    return String.join("\n", blocks(SQL, page));
  }

  private static List<String> blocks(Pattern pattern, Path page) throws IOException {
    return pattern
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  /** The statements with the addresses of this test, each topic as far as it is written now. */
  private static String here(String statements) {
    return "SET 'sql-client.execution.result-mode' = 'tableau';\n"
        + statements
            .replace("/opt/labelstream/labelstream-job.jar", BUILD + "/labelstream-job.jar")
            .replace("/opt/models/resnet50", model())
            .replace("kafka:9092", broker.bootstrapServers())
            .replace("/mnt/cameras.csv", folder.resolve("cameras.csv").toString())
            .replace(
                "'scan.startup.mode' = 'earliest-offset'",
                "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'");
  }

  private static String model() {
    return System.getProperty("labelstream.model", "");
  }

  /** The rows of tables, without the spaces that make columns of them, scores without digits. */
  private static List<String> rows(String text) {
    return text.lines()
        .filter(line -> line.startsWith("| +I |"))
        .map(line -> SCORE.matcher(line).replaceAll("score"))
        .map(line -> line.replaceAll(" +", " ").strip())
        .collect(Collectors.toList());
  }
}
