package io.labelstream.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.api.common.serialization.SerializationSchema;

/** Writes the whole record as JSON, the image with what the model gave for it. */
final class CrayfishWriter implements SerializationSchema<CrayfishRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public byte[] serialize(CrayfishRecord record) {
    try {
      // Anew for each record, as in the benchmark.
      return new ObjectMapper().writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}
