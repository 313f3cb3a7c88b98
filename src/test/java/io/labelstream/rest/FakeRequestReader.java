package io.labelstream.rest;

import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestRecord;
import io.labelstream.feed.TestAnswers;
import io.labelstream.topic.RequestReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A requests topic of one partition without a broker. */
final class FakeRequestReader implements RequestReader {

  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger looks = new AtomicInteger();
  private volatile CountDownLatch away = new CountDownLatch(0);
  private final Map<Long, RequestRecord> records = new ConcurrentHashMap<>();

  /** Lets no call return until {@link #comeBack}, as a broker that is away. */
  void goAway() {
    away = new CountDownLatch(1);
  }

  void comeBack() {
    away.countDown();
  }

  private void answer() {
    try {
      away.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts a record at an offset, with headers as names and values by turns. */
  void put(long offset, byte @Nullable [] value, String... headers) {
    List<RecordHeader> all = new ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(new RecordHeader(headers[i], headers[i + 1].getBytes(StandardCharsets.ISO_8859_1)));
    }
    records.put(
        offset,
        new RequestRecord(TestAnswers.TOPIC, 0, offset, 1_767_323_045_000L, null, all, value));
  }

  @Override
  public Optional<RequestRecord> read(int partition, long offset) {
    reads.incrementAndGet();
    answer();
    return Optional.ofNullable(partition == 0 ? records.get(offset) : null);
  }

  @Override
  public Map<Integer, Long> ends() {
    looks.incrementAndGet();
    answer();
    return Map.of(0, 100L);
  }

  @Override
  public void closeIdle() {}

  @Override
  public void close() {}
}
