/**
 * Whether a model is better than another before it answers: the answers of both, compared.
 *
 * <p>Data enters as records of the results topic and of a shadow's at {@link
 * io.labelstream.verdict.ComparedTopics}, for which {@link
 * io.labelstream.verdict.KafkaModelsReader} connects when somebody asks, and leaves as a {@link
 * io.labelstream.verdict.Report}.
 *
 * <p>May use {@code event}, {@code kafka}, {@code rollout}, {@code settings}, {@code topic};
 * Kafka's clients, HdrHistogram.
 */
@NullMarked
package io.labelstream.verdict;

import org.jspecify.annotations.NullMarked;
