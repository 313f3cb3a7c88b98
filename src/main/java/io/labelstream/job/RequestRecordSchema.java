package io.labelstream.job;

import io.labelstream.event.RequestRecord;
import io.labelstream.kafka.KafkaRequests;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Passes a record on as it is. An exception here would fail the job, and again after each restart,
 * so nothing is parsed before the record is in the task.
 */
final class RequestRecordSchema implements KafkaRecordDeserializationSchema<RequestRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> record, Collector<RequestRecord> collector) {
    collector.collect(KafkaRequests.read(record));
  }

  @Override
  public TypeInformation<RequestRecord> getProducedType() {
    return TypeInformation.of(RequestRecord.class);
  }
}
