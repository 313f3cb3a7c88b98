/**
 * The facade's images: a row in SQL and the bytes in a folder or an object store.
 *
 * <p>Data enters as an uploaded file at {@link io.labelstream.store.ImageStore} and leaves as rows
 * and as URIs that the job reads.
 *
 * <p>May use {@code files}, {@code image}, {@code settings}; JDBC, Micrometer and Flink's file
 * systems.
 */
@NullMarked
package io.labelstream.store;

import org.jspecify.annotations.NullMarked;
