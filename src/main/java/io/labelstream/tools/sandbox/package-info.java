/**
 * What one machine needs to stand in for many: an embedded broker, Flink on loopback, ports,
 * folders, locks, deadlines.
 *
 * <p>Data enters as settings and folders and leaves as addresses and secrets.
 *
 * <p>May use {@code access}, {@code files}, {@code job}, {@code rest}, {@code settings}, {@code
 * store}; Kafka's broker.
 */
@NullMarked
package io.labelstream.tools.sandbox;

import org.jspecify.annotations.NullMarked;
