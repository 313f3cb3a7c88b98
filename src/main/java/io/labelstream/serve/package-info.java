/**
 * The facade's program: the commands {@code serve} and {@code keys}.
 *
 * <p>Data enters as arguments at {@link io.labelstream.serve.FacadeProgram} and leaves as a facade
 * that runs.
 *
 * <p>May use {@code rest}, {@code settings}, {@code store}; picocli.
 */
@NullMarked
package io.labelstream.serve;

import org.jspecify.annotations.NullMarked;
