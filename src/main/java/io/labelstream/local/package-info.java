/**
 * Local mode: a Kafka broker, Flink with its web UI, the job and the facade in one JVM.
 *
 * <p>What is used of Kafka's and Flink's internals to start them in a process stays in {@link
 * io.labelstream.local.EmbeddedBroker} and {@link io.labelstream.local.EmbeddedFlink}.
 */
package io.labelstream.local;
