/**
 * Encoded bytes in, probabilities and labels out: image headers and limits, decoding, the
 * evaluation pre-processing of ImageNet, and ResNet50 in TensorFlow through DJL.
 *
 * <p>May use {@code wire}, DJL, JavaCPP's Leptonica and Jackson; knows nothing of Flink, Kafka or
 * HTTP.
 */
package io.labelstream.vision;
