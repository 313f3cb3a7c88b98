/**
 * Files: a time limit for storage that may hang, folders that nobody else can look into, and files
 * that are replaced as a whole.
 *
 * <p>Data enters as paths, bytes and calls, and leaves as files and as what the calls return in
 * time.
 *
 * <p>May use no other package; the JDK alone.
 */
@NullMarked
package io.labelstream.files;

import org.jspecify.annotations.NullMarked;
