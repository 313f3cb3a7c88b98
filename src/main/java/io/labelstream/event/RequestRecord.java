package io.labelstream.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the requests topic exactly as Kafka delivered it. Key and value are null as in Kafka,
 * because Flink's serializer needs plain bytes.
 *
 * @param topic the topic that it was read from
 * @param partition its partition
 * @param offset its offset within the partition
 * @param timestamp milliseconds since 1970, or -1 if it has none
 * @param key its key, or null
 * @param headers all of its headers in order, duplicates included
 * @param value its value, or null (a tombstone, or a request by reference)
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Flink's serializer needs plain bytes; nobody compares records.
public record RequestRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    List<RecordHeader> headers,
    byte @Nullable [] value) {

  /** The record's position in the topic, as {@code <topic>/<partition>/<offset>}. */
  public String position() {
    return topic + "/" + partition + "/" + offset;
  }

  /** How many bytes its key, its headers and its value have. */
  public long bytes() {
    long sum = length(key) + length(value);
    for (RecordHeader header : headers) {
      sum += header.name().length() + length(header.value());
    }
    return sum;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
