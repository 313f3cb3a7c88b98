/**
 * The commands: local mode, the cluster, a client for both topics, and the model's tools.
 *
 * <p>Data enters as arguments at {@link io.labelstream.tools.cli.Labelstream} and leaves on stdout.
 *
 * <p>May use {@code event}, {@code feed}, {@code image}, {@code kafka}, {@code serve}, {@code
 * settings}, {@code tools.cluster}, {@code tools.compiler}, {@code tools.local}, {@code topic},
 * {@code vision}; picocli and Kafka's clients.
 */
@NullMarked
package io.labelstream.tools.cli;

import org.jspecify.annotations.NullMarked;
