package io.labelstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.RecordHeader;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class KafkaHeadersTest {

  private static final byte[] FIRST = {1};
  private static final byte[] SECOND = {2, 3};

  private final RecordHeaders kafka = new RecordHeaders();

  @Test
  void keepOrderDuplicatesAndNulls() {
    KafkaHeaders.add(
        List.of(
            new RecordHeader("b", FIRST),
            new RecordHeader("a", null),
            new RecordHeader("b", SECOND)),
        kafka);
    assertThat(kafka).extracting(Header::key).containsExactly("b", "a", "b");
    assertThat(kafka).extracting(Header::value).containsExactly(FIRST, null, SECOND);
    List<RecordHeader> read = KafkaHeaders.read(kafka);
    assertThat(read).extracting(RecordHeader::name).containsExactly("b", "a", "b");
    assertThat(read).extracting(RecordHeader::value).containsExactly(FIRST, null, SECOND);
  }

  @Test
  void areAddedBehindThoseThatAreThere() {
    kafka.add("first", FIRST);
    KafkaHeaders.add(List.of(new RecordHeader("second", SECOND)), kafka);
    assertThat(kafka).extracting(Header::key).containsExactly("first", "second");
  }

  @Test
  void ofARecordWithoutAnyAreNone() {
    assertThat(KafkaHeaders.read(kafka)).isEmpty();
  }
}
