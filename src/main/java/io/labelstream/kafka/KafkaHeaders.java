package io.labelstream.kafka;

import io.labelstream.event.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of Kafka's records as those of events: in order, with duplicates and nulls. */
public final class KafkaHeaders {

  private KafkaHeaders() {}

  /** All headers of a record of Kafka's. */
  public static List<RecordHeader> read(Headers headers) {
    List<RecordHeader> read = new ArrayList<>();
    for (Header header : headers) {
      read.add(new RecordHeader(header.key(), header.value()));
    }
    return read;
  }

  /** Adds headers behind those that a record of Kafka's has. */
  public static void add(List<RecordHeader> added, Headers headers) {
    added.forEach(header -> headers.add(header.name(), header.value()));
  }
}
