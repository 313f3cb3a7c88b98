package io.labelstream.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Answer;
import io.labelstream.event.AnswerDecoder;
import io.labelstream.event.EventNames;
import io.labelstream.kafka.KafkaHeaders;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on the answers that records of the results topic hold, and where their requests stand. */
final class AnswerRecords {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerRecords.class);

  private final AnswerDecoder decoder = new AnswerDecoder();
  private final RequestPartitions requests;

  AnswerRecords(RequestPartitions requests) {
    this.requests = requests;
  }

  /** Never fails: whatever a record holds, those behind it are read. */
  void take(ConsumerRecord<byte[], byte[]> record, Consumer<Answer> answers) {
    try {
      Header position = record.headers().lastHeader(EventNames.REQUEST_OFFSET);
      if (position != null && position.value() != null) {
        requests.answered(new String(position.value(), UTF_8));
      }
      decoder.decode(KafkaHeaders.read(record.headers()), record.value()).ifPresent(answers);
    } catch (RuntimeException e) {
      LOG.error(
          "The record {}/{}/{} could not be taken in",
          record.topic(),
          record.partition(),
          record.offset(),
          e);
    }
  }
}
