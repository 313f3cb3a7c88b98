package io.labelstream.settings;

/** The numbers that the model computes in. */
public enum PrecisionChoice {
  /** The fastest that the processor is good at. */
  AUTO,
  /** 32-bit floating point. */
  FP32,
  /** Eight bits. */
  INT8
}
