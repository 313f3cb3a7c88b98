/**
 * What everyone needs who makes a client of Kafka's, whatever it is for.
 *
 * <p>Data enters as properties that an operator may have written, or as headers of Kafka's records,
 * and leaves as checked properties, or as headers of events.
 *
 * <p>May use {@code event}, {@code settings}; Kafka's clients.
 */
@NullMarked
package io.labelstream.kafka;

import org.jspecify.annotations.NullMarked;
