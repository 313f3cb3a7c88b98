package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import io.labelstream.rollout.WantedModels;
import io.labelstream.store.KeyMode;
import io.labelstream.verdict.ModelsReader;
import io.labelstream.verdict.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of models over real HTTP. */
class ModelsRoutesTest {

  private static final String OVERVIEW = "/v1/models";
  private static final String COMPARISON = "/v1/models/comparison";
  private static final String FP32 = "resnet50-fp32@1a2b3c4d5e6f";
  private static final String INT8 = "resnet50-int8@0d569777cf3c";

  private TestFacade facade;
  private ApiClient operator;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data);
    operator =
        new ApiClient(
            facade.url(), "x-api-key", facade.key("ops", KeyMode.LIVE, 10, KeyRole.OPERATOR));
  }

  @AfterEach
  void stop() {
    facade.models.comeBack();
    facade.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {OVERVIEW, COMPARISON})
  void isForOperatorsAlone(String path) throws Exception {
    assertThat(facade.anonymous().get(path).status()).isEqualTo(401);
    ApiClient.Response response = facade.client("ann").get(path);
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).contains("role operator", "keys create");
    assertThat(operator.post(path).status()).isEqualTo(405);
    assertThat(facade.models.overviews).hasValue(0);
    assertThat(facade.models.comparisons).hasValue(0);
  }

  @Test
  void tellsWhatShallRunAndWhatDoes() throws Exception {
    facade.models.overview =
        new ModelsReader.Overview(
            new WantedModels(
                Map.of(
                    Role.PRIMARY,
                    new Assignment(new ModelId(FP32), 1),
                    Role.CANARY,
                    new Assignment(new ModelId(INT8), 0.05))),
            List.of(
                new ModelsStatus(
                    "tm-1",
                    "job-1",
                    "2026-01-02T03:04:05Z",
                    Map.of("primary", new ModelsStatus.Running(FP32, 1)),
                    Map.of(),
                    Map.of("canary", new ModelsStatus.Failed(INT8, "it gives NaN")))),
            List.of());
    JsonNode models = operator.get(OVERVIEW).json();
    assertThat(models.path("wanted").path("canary").path("model").asText()).isEqualTo(INT8);
    assertThat(models.path("wanted").path("canary").path("share").asDouble()).isEqualTo(0.05);
    assertThat(models.path("wanted").has("shadow")).isFalse();
    JsonNode first = models.path("task_managers").path(0);
    assertThat(first.path("task_manager").asText()).isEqualTo("tm-1");
    assertThat(first.path("running").path("primary").path("model").asText()).isEqualTo(FP32);
    assertThat(first.path("failed").path("canary").path("reason").asText())
        .isEqualTo("it gives NaN");
    assertThat(models.path("requests_topic").asText()).isEqualTo("image-classification.requests");
    assertThat(models.path("missing_topics")).isEmpty();
  }

  @Test
  void saysWhichTopicsAreNotThere() throws Exception {
    JsonNode models = operator.get(OVERVIEW).json();
    assertThat(models.path("missing_topics").path(0).asText())
        .isEqualTo("image-classification.models");
    assertThat(models.path("wanted")).isEmpty();
    assertThat(operator.get(COMPARISON).json().path("verdicts")).isEmpty();
  }

  @Test
  void comparesModels() throws Exception {
    Report.ModelTimes times =
        new Report.ModelTimes(
            10, new Report.Percentiles(2000, 4000), new Report.Percentiles(30_000, 60_000));
    facade.models.report =
        new Report(
            List.of(
                new Report.Verdict(
                    FP32,
                    false,
                    INT8,
                    10,
                    9,
                    0.9,
                    times,
                    null,
                    List.of(
                        new Report.Pair(
                            "Tabby", "Tiger Cat", 1, List.of("image-classification.requests/0/7"))),
                    2)),
            List.of(new Report.ModelAnswers(FP32, false, 12, 1, times)),
            3,
            4,
            5,
            List.of("image-classification.shadow"));
    JsonNode report = operator.get(COMPARISON).json();
    JsonNode verdict = report.path("verdicts").path(0);
    assertThat(verdict.path("agreement").asDouble()).isEqualTo(0.9);
    assertThat(verdict.path("times").path("inference_micros").path("p99").asLong())
        .isEqualTo(60_000);
    assertThat(verdict.has("shadow_times")).isFalse();
    assertThat(verdict.path("pairs").path(0).path("shadow_label").asText()).isEqualTo("Tiger Cat");
    assertThat(verdict.path("pairs").path(0).path("examples").path(0).asText())
        .isEqualTo("image-classification.requests/0/7");
    assertThat(verdict.path("rarer_pairs").asInt()).isEqualTo(2);
    assertThat(report.path("missing_topics").path(0).asText())
        .isEqualTo("image-classification.shadow");
    assertThat(report.path("answers").path(0).path("answered").asLong()).isEqualTo(12);
    assertThat(report.path("unmatched").asLong()).isEqualTo(3);
    assertThat(report.path("older_shadows").asLong()).isEqualTo(4);
    assertThat(report.path("older_answers").asLong()).isEqualTo(5);
  }

  @Test
  void comparesOnceForAllWhoAskMeanwhileAndAWhileAfterwards() {
    facade.models.goAway();
    List<CompletableFuture<Integer>> statuses =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> status(COMPARISON), task -> new Thread(task).start()))
            .toList();
    await().until(() -> facade.models.comparisons.get() == 1);
    facade.models.comeBack();
    assertThat(statuses).allSatisfy(status -> assertThat(status.join()).isEqualTo(200));
    assertThat(status(COMPARISON)).isEqualTo(200);
    assertThat(facade.models.comparisons).hasValue(1);
    assertThat(facade.models.overviews).hasValue(0);
  }

  @Test
  void saysThatTheTopicsCannotBeReadAndAsksAgain() throws Exception {
    facade.models.refused = true;
    for (String path : List.of(OVERVIEW, COMPARISON)) {
      ApiClient.Response response = operator.get(path);
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("retry-after")).isEqualTo("10");
      assertThat(response.json().path("message").asText())
          .isEqualTo("What runs cannot be read. Please try again later.");
    }
    facade.models.refused = false;
    assertThat(status(OVERVIEW)).isEqualTo(200);
    assertThat(status(COMPARISON)).isEqualTo(200);
  }

  @Test
  void tellsTheLogWhyOnceForEachReading() {
    facade.models.refused = true;
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 3; i++) {
        assertThat(status(OVERVIEW)).isEqualTo(503);
        assertThat(status(COMPARISON)).isEqualTo(503);
      }
      assertThat(log.messages(ModelsRoutes.class))
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line).contains("not authorized", "Read and Describe", "shadow-topic"));
    }
  }

  @Test
  void readsNothingWhileNobodyLooks() throws Exception {
    assertThat(facade.anonymous().get("/models").status()).isEqualTo(200);
    assertThat(facade.models.overviews).hasValue(0);
    assertThat(facade.models.comparisons).hasValue(0);
  }

  @Test
  void takesNoMoreThanSoManyRequestsAMinute() {
    List<Integer> statuses = IntStream.range(0, 310).map(i -> status(OVERVIEW)).boxed().toList();
    assertThat(statuses).contains(429).containsOnly(200, 429);
    assertThat(status("/v1/images?take=1")).as("counted by itself").isEqualTo(200);
  }

  private int status(String path) {
    try {
      return operator.get(path).status();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
