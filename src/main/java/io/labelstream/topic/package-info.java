/**
 * The Kafka edge of whoever is not the job: requests are sent, answers followed, and the broker's
 * life watched.
 *
 * <p>Data enters as headers and values at {@link io.labelstream.topic.JobChannel} and leaves as
 * {@link io.labelstream.event.Answer}s to whoever follows.
 *
 * <p>May use {@code event}, {@code kafka}, {@code settings}; Kafka's clients.
 */
@NullMarked
package io.labelstream.topic;

import org.jspecify.annotations.NullMarked;
