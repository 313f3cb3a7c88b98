/**
 * The model compiler: vendored weights in, SavedModel and manifest out.
 *
 * <p>Runs at build time and from the command line only. Writes TensorFlow's protocol buffers
 * itself, so that the same weights give the same bytes on every machine and no native library is
 * needed. May use TensorFlow's Java classes, Jackson, and the manifest of {@code vision}, which it
 * writes.
 */
package io.labelstream.model;
