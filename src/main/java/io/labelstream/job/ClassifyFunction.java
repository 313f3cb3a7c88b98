package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Answers a record as soon as it comes. */
public final class ClassifyFunction extends RichMapFunction<RequestRecord, AnswerRecord> {

  private static final long serialVersionUID = 1;

  private final ClassifyTaskFactory tasks;
  private transient @Nullable ClassifyTask task;

  ClassifyFunction(ClassifyTaskFactory tasks) {
    this.tasks = tasks;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    task = tasks.open(getRuntimeContext());
  }

  @Override
  public AnswerRecord map(RequestRecord record) {
    if (task == null) {
      throw new IllegalStateException("the function has not been opened");
    }
    return task.answer(List.of(task.decode(record))).get(0);
  }

  @Override
  public void close() {
    if (task != null) {
      task.close();
      task = null;
    }
  }
}
