/**
 * What everyone needs who makes a client of Kafka's, whatever it is for.
 *
 * <p>May use {@code config} and Kafka's clients.
 */
package io.labelstream.kafka;
