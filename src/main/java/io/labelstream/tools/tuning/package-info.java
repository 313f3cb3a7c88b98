/**
 * The example of a model of your own: the vendored ResNet50 with a last layer that was trained on
 * folders of photographs.
 *
 * <p>Data enters as photographs, whose folders are their labels, at {@link
 * io.labelstream.tools.tuning.FineTuning}, and leaves as a file of Keras and one of labels.
 *
 * <p>May use {@code image}, {@code serve}, {@code tools.cli}, {@code tools.compiler}, {@code
 * vision}; Java's images.
 */
@NullMarked
package io.labelstream.tools.tuning;

import org.jspecify.annotations.NullMarked;
