/**
 * Large JPEGs at an eighth of their size, without the work that only the other 63 of 64 pixels
 * need.
 *
 * <p>Data enters as a file's bytes at {@link io.labelstream.vision.jpeg.EighthJpegDecoder} and
 * leaves as an {@link io.labelstream.vision.jpeg.EighthJpeg}, or not at all: whatever is unusual or
 * damaged is for a whole decoder to judge.
 *
 * <p>May use {@code image}; the JDK alone.
 */
@NullMarked
package io.labelstream.vision.jpeg;

import org.jspecify.annotations.NullMarked;
