package io.labelstream.tools.compiler;

import java.nio.ByteBuffer;
import org.tensorflow.proto.DataType;

/**
 * A tensor whose values lie beside the graph.
 *
 * @param content the values, row-major, little endian
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record Variable(String name, DataType type, int[] shape, ByteBuffer content) {}
