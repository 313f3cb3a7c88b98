package io.labelstream.settings;

/** The library that a model shall run in; auto: whichever a machine is faster with. */
public enum EngineChoice {
  TENSORFLOW,
  ONNXRUNTIME,
  AUTO
}
