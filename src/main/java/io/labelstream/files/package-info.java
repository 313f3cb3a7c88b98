/**
 * Files: a time limit for storage that may hang, and folders that nobody else can look into.
 *
 * <p>Data enters as paths and calls and leaves as what they give in time.
 *
 * <p>May use no other package; the JDK alone.
 */
@NullMarked
package io.labelstream.files;

import org.jspecify.annotations.NullMarked;
