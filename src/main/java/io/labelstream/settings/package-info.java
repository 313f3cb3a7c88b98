/**
 * Typed settings: a table for each feature, in which a setting is one expression, read once from
 * flags, environment and file.
 *
 * <p>Data enters as text at {@link io.labelstream.settings.Settings#read} and leaves as typed
 * values; all violations of a call are told at once. The tables are here, and not beside their
 * users, since one file may serve job and facade: either has to know the keys of the other, which
 * it does not see.
 *
 * <p>May use no other package; of Flink, its way to read sizes.
 */
@NullMarked
package io.labelstream.settings;

import org.jspecify.annotations.NullMarked;
