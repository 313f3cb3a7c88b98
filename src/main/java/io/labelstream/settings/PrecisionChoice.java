package io.labelstream.settings;

/** The numbers that a model shall compute in; auto: whatever the processor is fastest at. */
public enum PrecisionChoice {
  AUTO,
  FP32,
  INT8
}
