/**
 * What a Flink task classifies with, whether its records come from the job or from SQL.
 *
 * <p>Data enters as an encoded image at {@link io.labelstream.inference.ImageClassifier} and leaves
 * it as an outcome, which {@link io.labelstream.inference.ClassificationMetrics} counts and times.
 *
 * <p>May use {@code build}, {@code event}, {@code image}, {@code vision}; of Flink, its metrics.
 */
@NullMarked
package io.labelstream.inference;

import org.jspecify.annotations.NullMarked;
