/**
 * The images of the facade: a row in SQL and the bytes in a folder or an object store.
 *
 * <p>May use JDBC, {@code storage} and Flink's file systems, and of {@code vision} what an image
 * says of itself in its header, so that both doors refuse the same; never what decodes or
 * classifies it.
 */
package io.labelstream.images;
