package io.labelstream.job;

import io.labelstream.event.RequestRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Hands records from the readers to whichever task has the least before it.
 *
 * <p>Flink measures that in network buffers and stops a reader when a number of them is taken. So
 * that neither many small records wait for a task, which would hold up answers and checkpoints, nor
 * a task that is free looks as if it were not, no two records share a buffer.
 */
final class TaskSpread {

  /**
   * A record on its way to a task.
   *
   * @param padding makes the two as large as a network buffer at least
   */
  @SuppressWarnings("ArrayRecordComponent") // Flink's serializer needs plain bytes.
  public record Parcel(RequestRecord request, byte[] padding) {

    /** The default of Flink's {@code taskmanager.memory.segment-size}. */
    private static final int BUFFER_BYTES = 32 * 1024;

    private static final byte[] FULL = new byte[BUFFER_BYTES];
    private static final byte[] NONE = {};

    static Parcel of(RequestRecord request) {
      byte[] value = request.value();
      boolean small = value == null || value.length < BUFFER_BYTES;
      return new Parcel(request, small ? FULL : NONE);
    }
  }

  /** More than there are tasks: all of them are looked at, not Flink's usual four. */
  private static final int LOOKED_AT = 10_000;

  private TaskSpread() {}

  static void putInto(Configuration configuration) {
    configuration.set(NettyShuffleEnvironmentOptions.ADAPTIVE_PARTITIONER_ENABLED, true);
    configuration.set(
        NettyShuffleEnvironmentOptions.ADAPTIVE_PARTITIONER_MAX_TRAVERSE_SIZE, LOOKED_AT);
  }

  static SingleOutputStreamOperator<RequestRecord> of(DataStream<RequestRecord> requests) {
    return requests
        .map(Parcel::of)
        .returns(TypeInformation.of(Parcel.class))
        .name("pack")
        .uid("pack")
        // The end of a record would wait in its buffer for the next one.
        .setBufferTimeout(0)
        .rebalance()
        .map(Parcel::request)
        .returns(TypeInformation.of(RequestRecord.class))
        .name("unpack")
        .uid("unpack");
  }
}
