/**
 * Local mode: a Kafka broker, Flink with its web UI, the job and the facade in one process.
 *
 * <p>Data enters as settings at {@link io.labelstream.tools.local.LocalMode} and leaves as the
 * addresses in {@code local.json}.
 *
 * <p>May use {@code files}, {@code job}, {@code rest}, {@code settings}, {@code tools.sandbox};
 * Flink's runtime.
 */
@NullMarked
package io.labelstream.tools.local;

import org.jspecify.annotations.NullMarked;
