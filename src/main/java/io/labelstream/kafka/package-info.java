/**
 * What everyone needs who makes a client of Kafka's, whatever it is for.
 *
 * <p>Data enters as properties that an operator may have written and leaves as checked ones.
 *
 * <p>May use {@code settings}; Kafka's clients.
 */
@NullMarked
package io.labelstream.kafka;

import org.jspecify.annotations.NullMarked;
