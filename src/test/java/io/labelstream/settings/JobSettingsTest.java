package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobSettingsTest {

  @Test
  void defaults() {
    Settings settings = Settings.defaults(Scope.JOB);
    assertThat(settings.get(TopicSettings.BOOTSTRAP_SERVERS)).isEqualTo("127.0.0.1:9092");
    assertThat(settings.get(TopicSettings.REQUESTS_TOPIC))
        .isEqualTo("image-classification.requests");
    assertThat(settings.get(TopicSettings.RESULTS_TOPIC)).isEqualTo("image-classification.results");
    assertThat(settings.get(JobSettings.GROUP_ID)).isEqualTo("labelstream");
    assertThat(settings.get(ModelSettings.MODEL)).isEmpty();
    assertThat(settings.get(ModelSettings.PRECISION)).isEqualTo(PrecisionChoice.AUTO);
    assertThat(settings.get(RecordSettings.REFERENCES)).isEmpty();
    assertThat(settings.get(RecordSettings.REFERENCE_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.get(JobSettings.OPTIMIZE_FOR)).isEqualTo(JobSettings.Optimization.LATENCY);
    assertThat(settings.get(JobSettings.DELIVERY_GUARANTEE))
        .isEqualTo(JobSettings.DeliveryGuarantee.AT_LEAST_ONCE);
    assertThat(JobSettings.transactionalIdPrefix(settings)).isEqualTo("labelstream");
    assertThat(settings.get(JobSettings.PARALLELISM)).isEmpty();
    assertThat(settings.get(JobSettings.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.get(JobSettings.CHECKPOINT_DIRECTORY)).isEmpty();
    assertThat(settings.get(RecordSettings.MAX_ANSWER_BYTES)).isEqualTo(1_000_000);
    assertThat(settings.get(RecordSettings.ECHO_HEADERS))
        .containsExactly(
            "kafka_correlationId",
            "REPLY_CORRELATION_ID",
            "correlation-id",
            "correlationId",
            "ce_correlationid");
    assertThat(settings.get(RecordSettings.REPLY_TOPICS)).isEmpty();
    assertThat(settings.get(JobSettings.JOB_NAME)).isEqualTo("labelstream");
    assertThat(settings.kafka()).isEqualTo(new KafkaProperties(Map.of()));
  }

  @Test
  void everyKeyReachesItsSetting() {
    Settings settings =
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
    assertThat(settings.get(TopicSettings.BOOTSTRAP_SERVERS)).isEqualTo("b:1");
    assertThat(settings.get(TopicSettings.REQUESTS_TOPIC)).isEqualTo("in");
    assertThat(settings.get(TopicSettings.RESULTS_TOPIC)).isEqualTo("out");
    assertThat(settings.get(JobSettings.GROUP_ID)).isEqualTo("g");
    assertThat(settings.get(ModelSettings.MODEL)).contains("/m");
    assertThat(settings.get(ModelSettings.PRECISION)).isEqualTo(PrecisionChoice.INT8);
    assertThat(settings.get(RecordSettings.REFERENCES))
        .containsExactly(URI.create("s3://a/"), URI.create("file:///b/"));
    assertThat(settings.get(RecordSettings.REFERENCE_TIMEOUT)).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.get(JobSettings.OPTIMIZE_FOR))
        .isEqualTo(JobSettings.Optimization.THROUGHPUT);
    assertThat(settings.get(JobSettings.DELIVERY_GUARANTEE))
        .isEqualTo(JobSettings.DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(JobSettings.transactionalIdPrefix(settings)).isEqualTo("t");
    assertThat(settings.get(JobSettings.PARALLELISM)).contains(4);
    assertThat(settings.get(JobSettings.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.get(JobSettings.CHECKPOINT_DIRECTORY)).contains("s3://c/");
    assertThat(settings.get(RecordSettings.MAX_ANSWER_BYTES)).isEqualTo(20_000);
    assertThat(settings.get(RecordSettings.ECHO_HEADERS)).containsExactly("x-camera-", "tenant");
    assertThat(settings.get(RecordSettings.REPLY_TOPICS)).containsExactly("replies", "camera-");
    assertThat(settings.get(JobSettings.JOB_NAME)).isEqualTo("j");
    assertThat(settings.kafka()).isEqualTo(new KafkaProperties(Map.of("security.protocol", "SSL")));
  }

  @Test
  void theTransactionPrefixFollowsTheJobsName() {
    assertThat(JobSettings.transactionalIdPrefix(read("--job-name=birds"))).isEqualTo("birds");
  }

  @Test
  void listsMayHaveEmptyItems() {
    assertThat(read("--reply-topics=, a ,,b,").get(RecordSettings.REPLY_TOPICS))
        .containsExactly("a", "b");
  }

  @Test
  void namesEveryValueThatDoesNotFit() {
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
        .hasMessageContaining(
            "references must be URI prefixes such as s3://bucket/images/, but there is"
                + " '/data/images'")
        .hasMessageContaining("requests-topic and results-topic must differ");
  }

  @Test
  void refusesAnIntervalThatATransactionDoesNotOutlast() {
    assertThatThrownBy(() -> read("--delivery-guarantee=exactly-once", "--checkpoint-interval=5m"))
        .hasMessageContaining("checkpoint-interval must be at most 4m with exactly-once");
    assertThat(read("--checkpoint-interval=5m").get(JobSettings.CHECKPOINT_INTERVAL))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void mayBeReplacedByTypedValues() {
    Settings settings = Settings.defaults(Scope.JOB);
    Settings other = settings.with(JobSettings.PARALLELISM, Optional.of(3));
    assertThat(other.get(JobSettings.PARALLELISM)).contains(3);
    assertThat(other.get(JobSettings.JOB_NAME)).isEqualTo("labelstream");
    assertThat(settings.get(JobSettings.PARALLELISM)).isEmpty();
  }

  private static Settings read(String... flags) {
    return Settings.read(Scope.JOB, List.of(flags), Map.of());
  }

  @Test
  void theTopicsOfModelsAreTheirOwn() {
    assertThat(
            Settings.read(
                    Scope.JOB, List.of("--models-topic=image-classification.results"), Map.of())
                .get(ModelSettings.MODELS))
        .as("not used without a registry")
        .isEmpty();
    assertThatThrownBy(
            () ->
                Settings.read(
                    Scope.JOB,
                    List.of("--models=s3://b/m", "--models-topic=image-classification.results"),
                    Map.of()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            "models-topic, models-status-topic and shadow-topic must be topics of their own");
    assertThatThrownBy(() -> Settings.read(Scope.JOB, List.of("--models=/opt/models"), Map.of()))
        .hasMessageContaining("models must be a URI such as s3://bucket/images/");
  }
}
