package io.labelstream.vision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The numbers that a model computes in. */
public enum Precision {
  /** 32-bit floating point. */
  FP32,
  /** Convolutions in eight bits, three times as fast where the processor has VNNI. */
  INT8;

  /** As in the model's id, {@code fp32}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
