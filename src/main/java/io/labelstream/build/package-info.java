/**
 * Which build this is.
 *
 * <p>Data enters when Maven fills in {@code build.properties}, and leaves as a {@link
 * io.labelstream.build.Build}.
 *
 * <p>May use no other package; no library.
 */
@NullMarked
package io.labelstream.build;

import org.jspecify.annotations.NullMarked;
