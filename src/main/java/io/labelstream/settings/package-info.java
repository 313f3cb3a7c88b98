/**
 * Typed settings: what each means, its default and its check, read once from flags, environment and
 * file.
 *
 * <p>Data enters as text at {@code JobSettings.read} and {@code FacadeSettings.read} and leaves as
 * immutable records; all faults of a call are told at once.
 *
 * <p>May use no other package; the JDK alone.
 */
@NullMarked
package io.labelstream.settings;

import org.jspecify.annotations.NullMarked;
