package io.labelstream.tools.cli;

import io.labelstream.event.AnswerDecoder;
import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedFilter;
import io.labelstream.feed.FeedOutcome;
import io.labelstream.kafka.KafkaHeaders;
import io.labelstream.serve.Version;
import io.labelstream.topic.AnswerFollower;
import io.labelstream.topic.RequestReader;
import io.labelstream.topic.TopicUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description = {
      "Shows the answers to everybody's requests as they come.",
      "On a terminal it is a table that moves, with photographs where it has 24-bit colours, else a"
          + " line each. Ctrl-C ends it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class WatchCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int STDOUT = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "Only answers whose most probable label has this in it")
  private @Nullable String label;

  @Option(
      names = "--min-score",
      paramLabel = "P",
      defaultValue = "0",
      description = "Only answers with at least this score, 0 to 1 (default: ${DEFAULT-VALUE})")
  private double minScore;

  @Option(
      names = "--max-score",
      paramLabel = "P",
      defaultValue = "1",
      description = "Only answers with at most this score, 0 to 1 (default: ${DEFAULT-VALUE})")
  private double maxScore;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description = "completed or failed: only these")
  private @Nullable FeedOutcome outcome;

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Only answers to requests whose source has this in it")
  private @Nullable String source;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ends after so many answers; 0: goes on (default: ${DEFAULT-VALUE})")
  private long count;

  @Mixin private TopicOptions topics;

  @Override
  public Integer call() throws IOException {
    FeedFilter filter = filter();
    var target = topics.target();
    Feed feed = new Feed(target.requestsTopic(), Clock.systemUTC());
    try (AnswerFollower follower = FeedClients.follow(target);
        RequestReader requests = FeedClients.requests(target);
        WatchView view = view(requests)) {
      follow(feed, filter, follower, requests, view);
    }
    return 0;
  }

  private void follow(
      Feed feed,
      FeedFilter filter,
      AnswerFollower follower,
      RequestReader requests,
      WatchView view) {
    AnswerDecoder decoder = new AnswerDecoder();
    long last = 0;
    long shown = 0;
    long looked = System.nanoTime() - LOOK_NANOS;
    while (count == 0 || shown < count) {
      follower
          .poll(POLL)
          .forEach(
              record ->
                  decoder
                      .decode(KafkaHeaders.read(record.headers()), record.value())
                      .ifPresent(feed::take));
      if (view instanceof WatchTable && System.nanoTime() - looked >= LOOK_NANOS) {
        looked = System.nanoTime();
        look(feed, requests);
      }
      Feed.News news = feed.since(last, filter, Feed.KEPT);
      last = news.last();
      List<FeedAnswer> answers =
          count == 0 ? news.answers() : news.answers().stream().limit(count - shown).toList();
      shown += answers.size();
      view.show(answers, news.left(), feed::statistics);
    }
  }

  /** How many requests wait is left out where the topic does not say it. */
  private static void look(Feed feed, RequestReader requests) {
    try {
      feed.ends(requests.ends());
    } catch (TopicUnavailableException e) {
      feed.ends(Map.of());
    }
  }

  private FeedFilter filter() {
    if (!(minScore >= 0 && minScore <= maxScore && maxScore <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--min-score and --max-score must be from 0 to 1, in this order");
    }
    return new FeedFilter(
        Optional.ofNullable(label),
        minScore,
        maxScore,
        Optional.ofNullable(outcome),
        Optional.ofNullable(source));
  }

  private WatchView view(RequestReader requests) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Progress.isTerminal(STDOUT)) {
      return new WatchLines(out);
    }
    Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    WatchTable table =
        new WatchTable(
            out,
            () -> new WatchTable.Size(terminal.getWidth(), terminal.getHeight()),
            showsColours(System.getenv()) ? new WatchPhotographs(requests) : null,
            System::nanoTime);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  table.close();
                  // A signal alone would not be a success.
                  Runtime.getRuntime().halt(0);
                },
                "shutdown"));
    return table;
  }

  private static boolean showsColours(Map<String, String> environment) {
    String colours = environment.getOrDefault("COLORTERM", "");
    return colours.equals("truecolor") || colours.equals("24bit");
  }
}
