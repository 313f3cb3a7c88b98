/**
 * Measurements on the machine at hand, each a ratio of things that took turns within one run: what
 * a machine does besides, and what its clock does, falls on both sides alike.
 *
 * <p>May use every package but {@code cli}, which prints its reports, and is the only one that
 * knows ONNX Runtime.
 */
@NullMarked
package io.labelstream.bench;

import org.jspecify.annotations.NullMarked;
