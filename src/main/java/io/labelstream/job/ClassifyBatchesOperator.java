package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.job.ClassifyTask.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answers records of a backlog a few at a time, where the model takes less for them together than
 * for each. A record that is held is answered when the batch is full, or some two milliseconds
 * after the first of it, and before a checkpoint, so that there is no state.
 *
 * <p>An image that has to be read elsewhere is not held, nor does it hold others: a store may take
 * as long as its time limit for each.
 */
final class ClassifyBatchesOperator extends AbstractStreamOperator<AnswerRecord>
    implements OneInputStreamOperator<RequestRecord, AnswerRecord> {

  private static final long serialVersionUID = 1;

  /** Most of what larger batches gain is gained by this one, see measurements.md. */
  private static final int BATCH = 4;

  /** What is held lies on the heap beside what Kafka's consumer has. */
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  /** Records that wait already come within this time; Flink's timers go off a millisecond later. */
  private static final long WAIT_MILLIS = 1;

  private final ClassifyTaskFactory tasks;
  private transient @Nullable Batch batch;

  ClassifyBatchesOperator(ClassifyTaskFactory tasks) {
    this.tasks = tasks;
  }

  @Override
  public void open() throws Exception {
    super.open();
    batch = new Batch(tasks.open(getRuntimeContext()));
  }

  @Override
  public void processElement(StreamRecord<RequestRecord> element) {
    opened().add(element.getValue());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    opened().answer();
  }

  @Override
  public void finish() {
    opened().answer();
  }

  @Override
  public void close() throws Exception {
    if (batch != null) {
      batch.task.close();
      batch = null;
    }
    super.close();
  }

  private Batch opened() {
    return Objects.requireNonNull(batch, "the operator has not been opened");
  }

  /** What one task has of its own. */
  private final class Batch {

    private final ClassifyTask task;
    private final List<Question> questions = new ArrayList<>(BATCH);
    private long bytes;
    private @Nullable ScheduledFuture<?> timer;
    private boolean answering;

    Batch(ClassifyTask task) {
      this.task = task;
    }

    void add(RequestRecord record) {
      Question question = task.decode(record);
      boolean alone = question.isByReference();
      if (alone) {
        answer();
      }
      questions.add(question);
      bytes += record.bytes();
      if (alone || questions.size() == BATCH || bytes > MOST_BYTES || !task.gainsByBatches()) {
        answer();
      } else if (timer == null) {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        timer = getProcessingTimeService().registerTimer(now + WAIT_MILLIS, time -> answer());
      }
    }

    void answer() {
      if (answering) {
        // Flink goes on for a while after a timer has failed. A checkpoint would then confirm
        // records that have no answer.
        throw new IllegalStateException("the answers before these have failed");
      }
      answering = true;
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
      task.answer(questions).forEach(answer -> output.collect(new StreamRecord<>(answer)));
      questions.clear();
      bytes = 0;
      answering = false;
    }
  }
}
