package io.labelstream.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedModelsTest {

  private static final ModelId INT8 = new ModelId("resnet50-int8@0d569777cf3c");
  private static final ModelId FP32 = new ModelId("resnet50-fp32@1a2b3c4d5e6f");

  @Test
  void areWhatTheTopicSaysLast() {
    WantedModels wanted =
        WantedModels.NONE
            .with("primary", json("{\"model\":\"resnet50-int8@0d569777cf3c\"}"))
            .with("canary", json("{\"model\":\"resnet50-int8@0d569777cf3c\",\"share\":0.05}"))
            .with("shadow", json("{\"model\":\"resnet50-fp32@1a2b3c4d5e6f\"}"))
            .with(
                "primary",
                json("{\"model\":\"resnet50-fp32@1a2b3c4d5e6f\",\"share\":0.3,\"by\":1}"));
    assertThat(wanted.of(Role.PRIMARY)).contains(new Assignment(FP32, 1));
    assertThat(wanted.of(Role.CANARY)).contains(new Assignment(INT8, 0.05));
    assertThat(wanted.of(Role.SHADOW)).contains(new Assignment(FP32, 1));
    assertThat(wanted.with("canary", null).of(Role.CANARY)).isEmpty();
  }

  @Test
  void anAssignmentIsReadAsItWasWritten() {
    Assignment canary = new Assignment(INT8, 0.05);
    assertThat(new String(canary.json(), UTF_8))
        .isEqualTo("{\"model\":\"resnet50-int8@0d569777cf3c\",\"share\":0.05}");
    assertThat(WantedModels.NONE.with("canary", canary.json()).of(Role.CANARY)).contains(canary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Primary | {\"model\":\"resnet50-fp32@1a2b3c4d5e6f\"}",
        " | {\"model\":\"resnet50-fp32@1a2b3c4d5e6f\"}",
        "primary | resnet50-fp32@1a2b3c4d5e6f",
        "primary | []",
        "primary | null",
        "primary | {}",
        "primary | {\"model\":\"../../etc@1a2b3c4d5e6f\"}",
        "primary | {\"model\":\"resnet50-fp32\"}",
        "canary | {\"model\":\"resnet50-fp32@1a2b3c4d5e6f\"}",
        "canary | {\"model\":\"resnet50-fp32@1a2b3c4d5e6f\",\"share\":1.5}",
        "canary | {\"model\":\"resnet50-fp32@1a2b3c4d5e6f\",\"share\":\"NaN\"}",
      })
  void aRecordThatSaysNothingChangesNothing(@Nullable String key, String value) {
    WantedModels before = WantedModels.NONE.with("primary", new Assignment(INT8, 1).json());
    assertThat(before.with(key, json(value))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "resnet50",
        "resnet50@",
        "a/b@1a2b3c4d5e6f",
        ".@1a2b3c4d5e6f",
        "a@1A2B3C4D5E6F"
      })
  void anIdIsANameAndAHash(String text) {
    assertThatThrownBy(() -> new ModelId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as resnet50-int8@0d569777cf3c");
  }

  private static byte[] json(String text) {
    return text.getBytes(UTF_8);
  }
}
