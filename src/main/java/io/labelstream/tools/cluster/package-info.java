/**
 * A cluster on one machine: Kafka, ZooKeeper, Flink's JobManager and TaskManagers and the facade,
 * each a process of its own, as on many machines, on loopback and in one folder.
 *
 * <p>Data enters as commands at {@link io.labelstream.tools.cluster.ProcessCluster} and leaves as
 * processes and the addresses in {@code cluster.json}. The job is the thin job jar, submitted by
 * Flink's own command line, on the class path that Flink's distribution has.
 *
 * <p>May use {@code access}, {@code files}, {@code job}, {@code serve}, {@code settings}, {@code
 * tools.sandbox}, {@code vision}; Flink's configuration.
 */
@NullMarked
package io.labelstream.tools.cluster;

import org.jspecify.annotations.NullMarked;
