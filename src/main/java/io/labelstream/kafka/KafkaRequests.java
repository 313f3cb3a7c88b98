package io.labelstream.kafka;

import io.labelstream.event.RequestRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of the requests topic as those of events. */
public final class KafkaRequests {

  private KafkaRequests() {}

  /** A record as it is; nothing of it is parsed. */
  public static RequestRecord read(ConsumerRecord<byte[], byte[]> record) {
    return new RequestRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        KafkaHeaders.read(record.headers()),
        record.value());
  }
}
