package io.labelstream.tools.compiler;

import io.labelstream.vision.InputSpec.ChannelOrder;
import java.util.List;
import java.util.Locale;

/** What is done to the pixels of an image, 0 to 255, under the names that Keras gives it. */
public enum Preprocessing {
  /** Blue, green and red less their means on ImageNet, as ResNet50 and VGG want it. */
  CAFFE,
  /** 0 to 1, less their means and divided by their deviations on ImageNet, as DenseNet wants it. */
  TORCH,
  /** −1 to 1, as MobileNet and Inception want it. */
  TF,
  /** 0 to 1. */
  UNIT,
  /** As it is. */
  RAW;

  private static final float LARGEST = 255;
  private static final float HALF = LARGEST / 2;

  ChannelOrder order() {
    return this == CAFFE ? ChannelOrder.BGR : ChannelOrder.RGB;
  }

  /** What is subtracted from each channel. */
  List<Float> mean() {
    return switch (this) {
      case CAFFE -> List.of(103.939f, 116.779f, 123.68f);
      case TORCH -> List.of(0.485f * LARGEST, 0.456f * LARGEST, 0.406f * LARGEST);
      case TF -> List.of(HALF, HALF, HALF);
      case UNIT, RAW -> List.of(0f, 0f, 0f);
    };
  }

  /** What the rest is divided by; empty for 1. */
  List<Float> divisor() {
    return switch (this) {
      case TORCH -> List.of(0.229f * LARGEST, 0.224f * LARGEST, 0.225f * LARGEST);
      case TF -> List.of(HALF, HALF, HALF);
      case UNIT -> List.of(LARGEST, LARGEST, LARGEST);
      case CAFFE, RAW -> List.of();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
