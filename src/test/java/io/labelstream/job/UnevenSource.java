package io.labelstream.job;

import io.labelstream.event.RequestRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A number of requests in splits of given sizes, as a topic has them in its partitions. */
final class UnevenSource
    implements Source<RequestRecord, NumberSequenceSplit, Collection<NumberSequenceSplit>> {

  private static final long serialVersionUID = 1;

  private final DataGeneratorSource<RequestRecord> all;
  private final int[] sizes;

  UnevenSource(GeneratorFunction<Long, RequestRecord> requests, int... sizes) {
    this.all =
        new DataGeneratorSource<>(
            requests, Long.MAX_VALUE, TypeInformation.of(RequestRecord.class));
    this.sizes = sizes.clone();
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    List<NumberSequenceSplit> splits = new ArrayList<>();
    long first = 0;
    for (int size : sizes) {
      splits.add(new NumberSequenceSplit("at " + first, first, first + size - 1));
      first += size;
    }
    return new IteratorSourceEnumerator<>(context, splits);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context,
      Collection<NumberSequenceSplit> remaining) {
    return new IteratorSourceEnumerator<>(context, remaining);
  }

  @Override
  public SourceReader<RequestRecord, NumberSequenceSplit> createReader(SourceReaderContext context)
      throws Exception {
    return all.createReader(context);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return all.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
      getEnumeratorCheckpointSerializer() {
    return all.getEnumeratorCheckpointSerializer();
  }
}
