package io.labelstream.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;

/** Reads a record's JSON. */
final class CrayfishReader extends AbstractDeserializationSchema<CrayfishRecord> {

  private static final long serialVersionUID = 1;

  CrayfishReader() {
    super(new GenericTypeInfo<>(CrayfishRecord.class));
  }

  @Override
  public CrayfishRecord deserialize(byte[] json) throws IOException {
    // Anew for each record, as in the benchmark.
    return new ObjectMapper().readValue(json, CrayfishRecord.class);
  }
}
