/**
 * The commands: local mode, the cluster, a client for both topics, the model's tools, and which
 * models run.
 *
 * <p>Data enters as arguments at {@link io.labelstream.tools.cli.Labelstream} and leaves on stdout.
 *
 * <p>May use {@code event}, {@code feed}, {@code image}, {@code kafka}, {@code registry}, {@code
 * rollout}, {@code serve}, {@code settings}, {@code store}, {@code tools.cluster}, {@code
 * tools.compiler}, {@code tools.local}, {@code topic}, {@code verdict}, {@code vision}; picocli and
 * Kafka's clients.
 */
@NullMarked
package io.labelstream.tools.cli;

import org.jspecify.annotations.NullMarked;
