package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps the answers of one job; the sink travels serialised, so they are found by its id. */
final class CollectingSink implements Sink<AnswerRecord>, AutoCloseable {

  private static final long serialVersionUID = 1;
  private static final Map<UUID, Queue<AnswerRecord>> COLLECTED = new ConcurrentHashMap<>();

  private final UUID id = UUID.randomUUID();

  CollectingSink() {
    COLLECTED.put(id, new ConcurrentLinkedQueue<>());
  }

  Queue<AnswerRecord> answers() {
    return COLLECTED.getOrDefault(id, new ConcurrentLinkedQueue<>());
  }

  @Override
  public SinkWriter<AnswerRecord> createWriter(WriterInitContext context) {
    Queue<AnswerRecord> answers = answers();
    return new SinkWriter<>() {
      @Override
      public void write(AnswerRecord answer, Context writing) {
        answers.add(answer);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    COLLECTED.remove(id);
  }
}
