package io.labelstream.vision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The numbers in which a model computes. */
public enum Precision {
  /** 32-bit floating point. */
  FP32,
  /** Convolutions in eight bits, three times as fast where the processor has VNNI. */
  INT8;

  /** Returns the name in a model's id, such as {@code fp32}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
