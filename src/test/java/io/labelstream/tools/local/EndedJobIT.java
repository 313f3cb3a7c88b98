package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.processes.LocalProcess;
import io.labelstream.topic.TopicClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with the secret ends the job of a local mode through Flink. */
class EndedJobIT {

  private static final int PHOTOGRAPHS = 300;

  @TempDir private Path folder;

  @Test
  void aJobThatIsCancelledOrStoppedIsStartedAgainAndGoesOn() throws Exception {
    Path data = folder.resolve("data");
    try (LocalProcess local = start(data);
        CountedFeed feed = feed(local)) {
      LocalFlink flink = new LocalFlink(local, data);
      String first = flink.awaitJob();
      feed.send(PHOTOGRAPHS);
      feed.awaitAnswered(PHOTOGRAPHS / 4);
      flink.change("PATCH", "/jobs/" + first + "?mode=cancel", "");
      awaitLine(local, "The job was cancelled through Flink: started it again.");
      String second = flink.awaitJob(first);
      assertThat(restored(flink, second).path("is_savepoint").asBoolean()).isFalse();
      assertThat(restored(flink, second).path("external_path").asText()).contains("/checkpoints/");

      Path savepoints = folder.resolve("savepoints");
      feed.awaitAnswered(PHOTOGRAPHS / 2);
      flink.change(
          "POST",
          "/jobs/" + second + "/stop",
          "{\"targetDirectory\":\"%s\",\"drain\":false}".formatted(savepoints.toUri()));
      awaitLine(local, "The job was stopped through Flink: started it again.");
      String third = flink.awaitJob(first, second);
      Path savepoint = Path.of(URI.create(restored(flink, third).path("external_path").asText()));
      assertThat(savepoint).hasParentRaw(savepoints).exists();
      assertThat(feed.answered()).as("the feed is not over yet").isLessThan(PHOTOGRAPHS);
      CountedFeed.Counts counts = feed.finish();
      System.out.println("the job cancelled once and stopped once, exactly-once: " + counts);
      assertThat(counts.lost()).isZero();
      assertThat(counts.duplicated()).isZero();
      assertThat(savepoint).as("is not ours to remove").exists();
      assertThat(local.err()).doesNotContain("failed");
      local.stop();
    }
  }

  @Test
  void aJobThatFailsForGoodIsSaidToHaveFailed() throws Exception {
    Path data = folder.resolve("data");
    try (LocalProcess local = start(data)) {
      LocalFlink flink = new LocalFlink(local, data);
      String job = flink.awaitJob();
      // The newest checkpoint is one that Flink cannot read.
      Path broken = Files.createDirectories(data.resolve("checkpoints/broken/chk-1"));
      Path metadata = broken.resolve("_metadata");
      Files.writeString(metadata, "broken");
      Files.setLastModifiedTime(metadata, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
      flink.change("PATCH", "/jobs/" + job + "?mode=cancel", "");
      assertThat(local.awaitEnd()).isEqualTo(1);
      assertThat(local.err())
          .contains(
              "The job was cancelled through Flink: started it again.",
              "The job has failed for good: see " + data.resolve("logs/labelstream.log"));
    }
  }

  private LocalProcess start(Path data) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("job.properties"),
            "parallelism=2\nreuse-answers=0\ndelivery-guarantee=exactly-once\ncheckpoint-interval=500ms\n");
    return LocalProcess.start(data, "--config=" + config);
  }

  private static CountedFeed feed(LocalProcess local) throws Exception {
    return new CountedFeed(
        new TopicClient(local.bootstrapServers()),
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg")),
        "/ended");
  }

  private static JsonNode restored(LocalFlink flink, String job) throws Exception {
    return flink.get("/jobs/" + job + "/checkpoints").at("/latest/restored");
  }

  private static void awaitLine(LocalProcess local, String line) {
    await().atMost(Duration.ofMinutes(1)).until(() -> local.err().lines().anyMatch(line::equals));
  }
}
