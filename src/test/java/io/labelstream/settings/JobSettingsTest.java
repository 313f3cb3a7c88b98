package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSettingsTest {

  @Test
  void defaults() {
    assertThat(read())
        .isEqualTo(
            new JobSettings(
                "127.0.0.1:9092",
                "image-classification.requests",
                "image-classification.results",
                "labelstream",
                Optional.empty(),
                PrecisionChoice.AUTO,
                List.of(),
                Duration.ofSeconds(10),
                Optimization.LATENCY,
                DeliveryGuarantee.AT_LEAST_ONCE,
                "labelstream",
                Optional.empty(),
                Duration.ofSeconds(5),
                Optional.empty(),
                1_000_000,
                List.of(
                    "kafka_correlationId",
                    "REPLY_CORRELATION_ID",
                    "correlation-id",
                    "correlationId",
                    "ce_correlationid"),
                List.of(),
                "labelstream",
                new KafkaProperties(Map.of())));
  }

  @Test
  void everyKeyReachesItsSetting() {
    JobSettings settings =
        read(
            "--bootstrap-servers",
            "b:1",
            "--requests-topic=in",
            "--results-topic=out",
            "--group-id=g",
            "--model=/m",
            "--precision=int8",
            "--references=s3://a, file:///b/",
            "--reference-timeout=1m",
            "--optimize-for=throughput",
            "--delivery-guarantee=exactly-once",
            "--transactional-id-prefix=t",
            "--parallelism=4",
            "--checkpoint-interval=500ms",
            "--checkpoint-directory=s3://c/",
            "--max-answer-bytes=20000",
            "--echo-headers=x-camera-, tenant",
            "--reply-topics=replies,camera-",
            "--job-name=j",
            "--kafka.security.protocol=SSL");
    assertThat(settings)
        .isEqualTo(
            new JobSettings(
                "b:1",
                "in",
                "out",
                "g",
                Optional.of("/m"),
                PrecisionChoice.INT8,
                List.of(URI.create("s3://a/"), URI.create("file:///b/")),
                Duration.ofMinutes(1),
                Optimization.THROUGHPUT,
                DeliveryGuarantee.EXACTLY_ONCE,
                "t",
                Optional.of(4),
                Duration.ofMillis(500),
                Optional.of("s3://c/"),
                20_000,
                List.of("x-camera-", "tenant"),
                List.of("replies", "camera-"),
                "j",
                new KafkaProperties(Map.of("security.protocol", "SSL"))));
  }

  @Test
  void theTransactionPrefixFollowsTheJobsName() {
    assertThat(read("--job-name=birds").transactionalIdPrefix()).isEqualTo("birds");
  }

  @Nested
  class Sources {

    @TempDir private Path folder;

    @Test
    void flagBeatsEnvironmentBeatsFile() throws IOException {
      Path file = folder.resolve("job.properties");
      Files.writeString(file, "group-id=file\nrequests-topic=file\nresults-topic=results\n");
      JobSettings settings =
          JobSettings.read(
              List.of("--config=" + file, "--group-id=flag"),
              Map.of("LABELSTREAM_GROUP_ID", "env", "LABELSTREAM_REQUESTS_TOPIC", "env"));
      assertThat(settings.groupId()).isEqualTo("flag");
      assertThat(settings.requestsTopic()).isEqualTo("env");
      assertThat(settings.resultsTopic()).isEqualTo("results");
    }

    @Test
    void environmentMayNameTheFileAndKafkasProperties() throws IOException {
      Path file = folder.resolve("job.properties");
      Files.writeString(file, "group-id=file\n");
      JobSettings settings =
          JobSettings.read(
              List.of(),
              Map.of(
                  "LABELSTREAM_CONFIG", file.toString(),
                  "LABELSTREAM_KAFKA_SASL_MECHANISM", "PLAIN",
                  "HOME", "/root"));
      assertThat(settings.groupId()).isEqualTo("file");
      assertThat(settings.kafka().producer()).containsEntry("sasl.mechanism", "PLAIN");
    }

    @Test
    void whatKubernetesAddsForAServiceIsNoSetting() {
      JobSettings settings =
          JobSettings.read(
              List.of(),
              Map.of(
                  "LABELSTREAM_SERVICE_HOST", "10.0.0.1",
                  "LABELSTREAM_SERVICE_PORT_HTTP", "80",
                  "LABELSTREAM_PORT", "tcp://10.0.0.1:80",
                  "LABELSTREAM_PORT_80_TCP_ADDR", "10.0.0.1"));
      assertThat(settings).isEqualTo(read());
    }

    @Test
    void clientsGetWhatIsTheirs() {
      KafkaProperties kafka =
          read(
                  "--kafka.client.rack=a",
                  "--kafka.consumer.max.poll.records=9",
                  "--kafka.producer.linger.ms=3")
              .kafka();
      assertThat(kafka.consumer())
          .containsOnly(Map.entry("client.rack", "a"), Map.entry("max.poll.records", "9"));
      assertThat(kafka.producer())
          .containsOnly(Map.entry("client.rack", "a"), Map.entry("linger.ms", "3"));
    }
  }

  @Nested
  class Refuses {

    @Test
    void unknownKeysFromEachSourceAtOnce(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("job.properties");
      Files.writeString(file, "bootstrap-server=x\n");
      assertThatThrownBy(
              () ->
                  JobSettings.read(
                      List.of("--config=" + file, "--topic", "x"),
                      Map.of("LABELSTREAM_GROUP", "x")))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("bootstrap-server in " + file + " is not a setting")
          .hasMessageContaining("LABELSTREAM_GROUP in the environment is not a setting")
          .hasMessageContaining("--topic is not a setting: --help lists them");
    }

    @Test
    void valuesThatDoNotFitAllAtOnce() {
      assertThatThrownBy(
              () ->
                  read(
                      "--parallelism=two",
                      "--checkpoint-interval=10",
                      "--precision=int4",
                      "--delivery-guarantee=maybe",
                      "--max-answer-bytes=1",
                      "--group-id=",
                      "--references=/data/images",
                      "--results-topic=image-classification.requests"))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("parallelism must be a whole number of at least 0, but is 'two'")
          .hasMessageContaining("checkpoint-interval must be a time of at least 10ms")
          .hasMessageContaining("precision must be auto or fp32 or int8, but is 'int4'")
          .hasMessageContaining("delivery-guarantee must be at-least-once or exactly-once")
          .hasMessageContaining("max-answer-bytes must be a whole number of at least 16384")
          .hasMessageContaining("group-id must not be empty")
          .hasMessageContaining("references must be URI prefixes such as s3://bucket/images/, but")
          .hasMessageContaining("requests-topic and results-topic must differ");
    }

    @Test
    void anIntervalThatATransactionDoesNotOutlast() {
      assertThatThrownBy(
              () -> read("--delivery-guarantee=exactly-once", "--checkpoint-interval=5m"))
          .hasMessageContaining("checkpoint-interval must be at most 4m with exactly-once");
      assertThat(read("--checkpoint-interval=5m").checkpointInterval())
          .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void kafkaPropertiesThatHaveASettingOfTheirOwn() {
      assertThatThrownBy(
              () ->
                  read(
                      "--kafka.group.id=x",
                      "--kafka.consumer.value.deserializer=y",
                      "--kafka.enable.auto.commit=true"))
          .hasMessageContaining("kafka.group.id is set by group-id")
          .hasMessageContaining("kafka.consumer.value.deserializer cannot be set")
          .hasMessageContaining("kafka.enable.auto.commit cannot be set");
    }

    @Test
    void aFileThatIsNotThere() {
      assertThatThrownBy(() -> read("--config=/nowhere/job.properties"))
          .hasMessage("there is no configuration file /nowhere/job.properties");
    }

    @Test
    void flagsWithoutValueAndWordsThatAreNoFlags() {
      assertThatThrownBy(() -> read("now", "--group-id"))
          .hasMessageContaining("'now' is not an option")
          .hasMessageContaining("--group-id needs a value");
    }
  }

  @Test
  void secretsAreNotShown() {
    JobSettings settings =
        read(
            "--kafka.sasl.jaas.config=… password=\"hunter2\";", "--kafka.ssl.key.password=hunter2");
    assertThat(settings.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
  }

  @Test
  void helpNamesEverySetting() {
    for (Setting setting : Setting.values()) {
      assertThat(SettingsHelp.text(List.of(Setting.values())))
          .contains("--" + setting.key())
          .contains(setting.description());
    }
  }

  private static JobSettings read(String... flags) {
    return JobSettings.read(List.of(flags), Map.of());
  }
}
