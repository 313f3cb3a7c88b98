/**
 * The model compiler: weights in, a graph and its manifest out, a SavedModel or in ONNX.
 *
 * <p>Data enters as a folder of weights at {@link io.labelstream.tools.compiler.ModelCompiler}, or
 * as what a user's Keras saved at {@link io.labelstream.tools.compiler.ModelImporter}, and leaves
 * as a compiled model, or with a last layer of one's own as a file of Keras at {@link
 * io.labelstream.tools.compiler.ClassifierBody}. It writes the protocol buffers of both itself, so
 * that the same weights give the same bytes on every machine; int8 is calibrated with the decoder
 * and the model of {@code vision}, natives included.
 *
 * <p>May use {@code files}, {@code image}, {@code vision}; TensorFlow's Java classes, jHDF and
 * Jackson.
 */
@NullMarked
package io.labelstream.tools.compiler;

import org.jspecify.annotations.NullMarked;
