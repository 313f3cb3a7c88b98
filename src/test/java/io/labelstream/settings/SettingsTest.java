package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, whichever they are. */
class SettingsTest {

  @TempDir private Path folder;

  @Test
  void flagBeatsEnvironmentBeatsFile() throws IOException {
    Path file = file("group-id=file\nrequests-topic=file\nresults-topic=results\n");
    Settings settings =
        Settings.read(
            Scope.JOB,
            List.of("--config=" + file, "--group-id=flag"),
            Map.of("LABELSTREAM_GROUP_ID", "env", "LABELSTREAM_REQUESTS_TOPIC", "env"));
    assertThat(settings.get(JobSettings.GROUP_ID)).isEqualTo("flag");
    assertThat(settings.get(TopicSettings.REQUESTS_TOPIC)).isEqualTo("env");
    assertThat(settings.get(TopicSettings.RESULTS_TOPIC)).isEqualTo("results");
  }

  @Test
  void environmentMayNameTheFileAndKafkasProperties() throws IOException {
    Settings settings =
        Settings.read(
            Scope.JOB,
            List.of(),
            Map.of(
                "LABELSTREAM_CONFIG", file("group-id=file\n").toString(),
                "LABELSTREAM_KAFKA_SASL_MECHANISM", "PLAIN",
                "HOME", "/root"));
    assertThat(settings.get(JobSettings.GROUP_ID)).isEqualTo("file");
    assertThat(settings.kafka().producer()).containsEntry("sasl.mechanism", "PLAIN");
  }

  @Test
  void whatKubernetesAddsForAServiceIsNoSetting() {
    Map<String, String> service =
        Map.of(
            "LABELSTREAM_SERVICE_HOST", "10.0.0.1",
            "LABELSTREAM_SERVICE_PORT_HTTP", "80",
            "LABELSTREAM_PORT", "tcp://10.0.0.1:80",
            "LABELSTREAM_PORT_80_TCP_ADDR", "10.0.0.1");
    for (Scope scope : List.of(Scope.JOB, Scope.FACADE)) {
      assertThat(Settings.read(scope, List.of(), service))
          .hasToString(Settings.defaults(scope).toString());
    }
  }

  @Test
  void portsMayComeFromTheEnvironment() {
    Settings settings = Settings.read(Scope.FACADE, List.of(), Map.of("LABELSTREAM_PORT", "81"));
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(81);
  }

  @Test
  void oneFileMayServeJobAndFacade() throws IOException {
    List<String> flags =
        List.of("--config=" + file("port=81\nprecision=fp32\nbootstrap-servers=b:1\n"));
    Settings facade = Settings.read(Scope.FACADE, flags, Map.of());
    Settings job = Settings.read(Scope.JOB, flags, Map.of());
    assertThat(facade.get(ServerSettings.PORT)).isEqualTo(81);
    assertThat(job.get(ModelSettings.PRECISION)).isEqualTo(PrecisionChoice.FP32);
    assertThat(job.get(TopicSettings.BOOTSTRAP_SERVERS)).isEqualTo("b:1");
    assertThat(Settings.read(Scope.BOTH, flags, Map.of()).toString())
        .contains("port=81", "precision=FP32");
  }

  /** What it holds for the other one, that one will say. */
  @Test
  void aFaultInItIsTheOthersAlone() throws IOException {
    List<String> flags = List.of("--config=" + file("port=x\n"));
    assertThat(Settings.read(Scope.JOB, flags, Map.of())).isNotNull();
    assertThatThrownBy(() -> Settings.read(Scope.BOTH, flags, Map.of()))
        .hasMessageContaining("port must be a whole number");
  }

  @Test
  void clientsOfKafkaGetWhatIsTheirs() {
    KafkaProperties kafka =
        job(
                "--kafka.client.rack=a",
                "--kafka.linger.ms=1",
                "--kafka.consumer.max.poll.records=9",
                "--kafka.producer.linger.ms=3")
            .kafka();
    assertThat(kafka.consumer())
        .containsOnly(
            Map.entry("client.rack", "a"),
            Map.entry("linger.ms", "1"),
            Map.entry("max.poll.records", "9"));
    assertThat(kafka.producer())
        .containsOnly(Map.entry("client.rack", "a"), Map.entry("linger.ms", "3"));
  }

  @Nested
  class Refuses {

    @Test
    void unknownKeysFromEachSourceAtOnceAndWhatDoesNotFit() throws IOException {
      Path file = file("bootstrap-server=x\n");
      assertThatThrownBy(
              () ->
                  Settings.read(
                      Scope.JOB,
                      List.of("--config=" + file, "--topic", "x", "--parallelism=two"),
                      Map.of("LABELSTREAM_GROUP", "x")))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("bootstrap-server in " + file + " is not a setting")
          .hasMessageContaining("LABELSTREAM_GROUP in the environment is not a setting")
          .hasMessageContaining("--topic is not a setting: --help lists them")
          .hasMessageContaining("parallelism must be a whole number");
    }

    @Test
    void aFlagOfTheOther() {
      assertThatThrownBy(() -> Settings.read(Scope.FACADE, List.of("--precision=fp32"), Map.of()))
          .hasMessageContaining("--precision is not a setting");
      assertThatThrownBy(() -> job("--port=1")).hasMessageContaining("--port is not a setting");
    }

    @Test
    void kafkaPropertiesThatHaveASettingOfTheirOwn() {
      assertThatThrownBy(
              () ->
                  job(
                      "--kafka.group.id=x",
                      "--kafka.consumer.value.deserializer=y",
                      "--kafka.enable.auto.commit=true"))
          .hasMessageContaining("kafka.group.id is set by group-id")
          .hasMessageContaining("kafka.consumer.value.deserializer cannot be set")
          .hasMessageContaining("kafka.enable.auto.commit cannot be set");
    }

    @Test
    void aFileThatIsNotThere() {
      assertThatThrownBy(() -> job("--config=/nowhere/job.properties"))
          .hasMessage("there is no configuration file /nowhere/job.properties");
    }

    @Test
    void flagsWithoutValueAndWordsThatAreNoFlags() {
      assertThatThrownBy(() -> job("now", "--group-id"))
          .hasMessageContaining("'now' is not an option")
          .hasMessageContaining("--group-id needs a value");
    }

    @Test
    void toGiveOnesOfTheOther() {
      assertThatThrownBy(() -> Settings.defaults(Scope.JOB).get(ServerSettings.PORT))
          .hasMessage("port");
    }
  }

  @Test
  void secretsAreNotShown() {
    assertThat(
            job(
                "--kafka.sasl.jaas.config=… password=\"hunter2\";",
                "--kafka.ssl.key.password=hunter2"))
        .asString()
        .contains("sasl.jaas.config")
        .doesNotContain("hunter2");
  }

  @Test
  void helpNamesEverySettingInLinesOfATerminal() {
    for (Scope scope : List.of(Scope.JOB, Scope.FACADE)) {
      assertThat(scope.help().lines())
          .allMatch(line -> line.length() <= 80 || !line.strip().contains(" "));
      String unwrapped = scope.help().replaceAll("\\s+", " ");
      for (Setting<?> setting : scope.settings()) {
        assertThat(unwrapped).contains("--" + setting.key() + " " + setting.meaning());
      }
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("labelstream.properties"), text);
  }

  private static Settings job(String... flags) {
    return Settings.read(Scope.JOB, List.of(flags), Map.of());
  }
}
