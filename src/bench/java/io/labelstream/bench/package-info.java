/**
 * Measurements on the machine at hand, each a ratio of things that took turns within one run: what
 * a machine does besides, and what its clock does, falls on both sides alike.
 *
 * <p>Data enters as photographs and weights at {@link io.labelstream.bench.Benchmarks} and leaves
 * as a report on stdout.
 *
 * <p>May use {@code access}, {@code event}, {@code image}, {@code job}, {@code kafka}, {@code
 * registry}, {@code rest}, {@code rollout}, {@code serve}, {@code settings}, {@code store}, {@code
 * tools.cli}, {@code tools.cluster}, {@code tools.compiler}, {@code tools.sandbox}, {@code topic},
 * {@code vision}; ONNX Runtime by itself.
 */
@NullMarked
package io.labelstream.bench;

import org.jspecify.annotations.NullMarked;
