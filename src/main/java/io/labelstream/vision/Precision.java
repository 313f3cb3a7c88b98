package io.labelstream.vision;

import com.fasterxml.jackson.annotation.JsonValue;
import io.labelstream.settings.PrecisionChoice;
import java.util.Locale;

/** The numbers in which a model computes. */
public enum Precision {
  /** 32-bit floating point. */
  FP32,
  /** Convolutions in eight bits, faster on every processor, and most of all with VNNI. */
  INT8;

  /** The choice of this precision and no other. */
  public PrecisionChoice choice() {
    return PrecisionChoice.valueOf(name());
  }

  /** Returns the name in a model's id, such as {@code fp32}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
