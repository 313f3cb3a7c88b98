package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Operation;

/** A convolution of whatever kind: a kernel that slides over an image, a bias and a rectifier. */
interface Filter {
  String name();

  Operation input();

  /** The shape of the output: height, width, channels. */
  int[] shape();

  /** Height, width, input channels, and output channels or outputs of each input channel. */
  int[] kernelShape();

  /** Row-major, so that the output channel counts fastest. */
  float[] kernel();

  /** One value per output channel. */
  float[] bias();

  WindowGeometry windows();

  Rectifier rectifier();
}
