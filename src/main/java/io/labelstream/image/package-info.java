/**
 * What encoded bytes say about themselves: format, size, orientation, limits, and what they are if
 * they are not an image.
 *
 * <p>Data enters as a file's bytes at {@link io.labelstream.image.ImageHeader} and leaves as a
 * header, or as an {@link io.labelstream.image.ImageRejectedException} that names what is wrong.
 * Nothing here decodes a pixel or runs native code, so that the facade refuses at its door what the
 * job would.
 *
 * <p>May use {@code event}; the JDK alone.
 */
@NullMarked
package io.labelstream.image;

import org.jspecify.annotations.NullMarked;
