package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

/** What crosses an operator must not fall back to Kryo. */
class RecordTypesTest {

  @Test
  void requestsUseThePojoSerializer() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RequestRecord.class);
  }

  @Test
  void answersUseThePojoSerializer() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(AnswerRecord.class);
  }

  @Test
  void requestsOnTheirWayToATaskUseThePojoSerializer() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(TaskSpread.Parcel.class);
  }
}
