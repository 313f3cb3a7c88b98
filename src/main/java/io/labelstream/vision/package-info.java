/**
 * Pixels to labels: decoding, the evaluation pre-processing of ImageNet, and the classifier,
 * TensorFlow or ONNX Runtime through DJL.
 *
 * <p>Data enters as encoded bytes at {@link io.labelstream.vision.ImageDecoder}, goes as an {@link
 * io.labelstream.vision.ImageTensor} through a {@link io.labelstream.vision.Classifier}, and leaves
 * as labels from {@link io.labelstream.vision.LabelRanking}.
 *
 * <p>May use {@code event}, {@code image}, {@code settings}, {@code vision.jpeg}; DJL, ONNX
 * Runtime, JavaCPP's Leptonica, JNA and Jackson, never Flink, Kafka or HTTP.
 */
@NullMarked
package io.labelstream.vision;

import org.jspecify.annotations.NullMarked;
