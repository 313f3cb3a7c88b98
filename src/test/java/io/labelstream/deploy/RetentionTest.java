package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Setting;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Manifests, Compose and the operators' page agree on how long topics keep their records. */
class RetentionTest {

  private static final Path PAGE = Path.of("src/site/markdown/operations.md");
  private static final Path COMPOSE = Path.of("deploy/compose/compose.yaml");

  /** Of a broker, as it is by default, until it has looked and the files are gone. */
  private static final Duration DELETION = Duration.ofMinutes(6);

  private static final Pattern CONFIGURATION = Pattern.compile("--config ([a-z.]+)=([0-9a-z]+)");

  private enum Topic {
    REQUESTS(TopicSettings.REQUESTS_TOPIC),
    RESULTS(TopicSettings.RESULTS_TOPIC),
    SHADOW(RolloutSettings.SHADOW_TOPIC),
    MODELS(RolloutSettings.MODELS_TOPIC),
    MODELS_STATUS(RolloutSettings.MODELS_STATUS_TOPIC);

    private final String title;

    Topic(Setting<String> name) {
      title = name.defaultText();
    }

    Map<String, String> manifest() {
      return Manifests.texts(Overlay.PRODUCTION.one("KafkaTopic", title).at("/spec/config"));
    }

    /** What a command in a file makes it with. */
    Map<String, String> command(Path file) throws IOException {
      String text = Files.readString(file).replaceAll("\\\\\n\\s*", "");
      Matcher line = Pattern.compile("--topic " + Pattern.quote(title) + " .*").matcher(text);
      assertThat(line.find()).as(title + " in " + file).isTrue();
      Map<String, String> configuration = new TreeMap<>();
      CONFIGURATION
          .matcher(line.group())
          .results()
          .forEach(each -> configuration.put(each.group(1), each.group(2)));
      return configuration;
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void thePageMakesTheTopicsOfTheManifests(Topic topic) throws IOException {
    assertThat(topic.command(PAGE)).isEqualTo(topic.manifest());
  }

  /** As the manifests, but for copies, of which there is one. */
  @ParameterizedTest
  @EnumSource(names = {"MODELS", "MODELS_STATUS"})
  void composeCompactsWhatTheManifestsCompact(Topic topic) throws IOException {
    Map<String, String> manifest = topic.manifest();
    manifest.remove("min.insync.replicas");
    assertThat(topic.command(COMPOSE))
        .isEqualTo(manifest)
        .containsEntry("cleanup.policy", "compact");
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUESTS", "RESULTS", "SHADOW"})
  void thePageSaysWhenRecordsAreGoneAtTheLatest(Topic topic) throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(text(gone(topic.manifest())), text(gone(topic.command(COMPOSE))));
  }

  @Test
  void photographsAreKeptForADayEverywhere() throws IOException {
    assertThat(gone(Topic.REQUESTS.manifest())).isEqualTo(gone(Topic.REQUESTS.command(COMPOSE)));
    assertThat(gone(Topic.REQUESTS.manifest())).isEqualTo(Duration.ofHours(25).plus(DELETION));
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUESTS", "RESULTS", "SHADOW"})
  void noTopicFillsADisk(Topic topic) throws IOException {
    assertThat(topic.manifest()).containsKeys("retention.bytes", "segment.bytes");
    assertThat(topic.command(COMPOSE)).containsKeys("retention.bytes", "segment.bytes");
  }

  private static Duration gone(Map<String, String> configuration) {
    assertThat(configuration).containsKeys("retention.ms", "segment.ms");
    return Duration.ofMillis(
            Long.parseLong(configuration.get("retention.ms"))
                + Long.parseLong(configuration.get("segment.ms")))
        .plus(DELETION);
  }

  private static String text(Duration time) {
    long hours = time.toHours();
    return (hours % 24 == 0 ? hours / 24 + " days" : hours + " hours")
        + " and "
        + time.toMinutesPart()
        + " minutes";
  }
}
