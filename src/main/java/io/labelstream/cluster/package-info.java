/**
 * A cluster on one machine: Kafka, ZooKeeper, Flink's JobManager and TaskManagers and the facade,
 * each a process of its own, as on many machines, on loopback and in one folder.
 *
 * <p>The job is the thin job jar, submitted by Flink's own command line, on the class path that
 * Flink's distribution has. May use {@code local} for what both need to set a broker up, and {@code
 * storage} for folders.
 */
@NullMarked
package io.labelstream.cluster;

import org.jspecify.annotations.NullMarked;
