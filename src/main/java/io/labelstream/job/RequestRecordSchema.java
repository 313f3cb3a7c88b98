package io.labelstream.job;

import io.labelstream.event.RequestRecord;
import io.labelstream.kafka.KafkaHeaders;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Passes a record on as it is. An exception here would fail the job, and again after each restart,
 * so nothing is parsed before the record is in the map.
 */
final class RequestRecordSchema implements KafkaRecordDeserializationSchema<RequestRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> record, Collector<RequestRecord> collector) {
    collector.collect(
        new RequestRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            KafkaHeaders.read(record.headers()),
            record.value()));
  }

  @Override
  public TypeInformation<RequestRecord> getProducedType() {
    return TypeInformation.of(RequestRecord.class);
  }
}
