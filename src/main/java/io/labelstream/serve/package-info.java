/**
 * The facade's program: the commands {@code serve}, {@code keys} and {@code accounts}.
 *
 * <p>Data enters as arguments at {@link io.labelstream.serve.FacadeProgram} and leaves as a facade
 * that runs.
 *
 * <p>May use {@code build}, {@code rest}, {@code settings}, {@code store}; picocli.
 */
@NullMarked
package io.labelstream.serve;

import org.jspecify.annotations.NullMarked;
