/**
 * Which models shall run and which do: what the control topic and the status topic say.
 *
 * <p>Data enters as records of the two topics at {@link io.labelstream.rollout.RolloutReader}, and
 * as what somebody wants at {@link io.labelstream.rollout.ModelsClient}, from which it leaves as
 * records of the control topic.
 *
 * <p>May use {@code kafka}, {@code settings}; Kafka's clients.
 */
@NullMarked
package io.labelstream.rollout;

import org.jspecify.annotations.NullMarked;
