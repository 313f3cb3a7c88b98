package io.labelstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.AnswerRecord;
import io.labelstream.rollout.ModelsStatus;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Reports that are kept. */
final class FakeReports implements Reports {

  private static final ModelsStatus NONE = ModelsStatus.parse("{}".getBytes(UTF_8)).orElseThrow();

  private volatile ModelsStatus status = NONE;
  final BlockingQueue<AnswerRecord> answers = new LinkedBlockingQueue<>();
  final ConcurrentLinkedQueue<Error> errors = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> forgotten = new ConcurrentLinkedQueue<>();

  ModelsStatus last() {
    return status;
  }

  @Override
  public void tell(ModelsStatus now) {
    // As others read it.
    status = ModelsStatus.parse(now.json()).orElseThrow();
  }

  @Override
  public void forget(ModelsStatus last) {
    forgotten.add(last.key());
  }

  @Override
  public void send(AnswerRecord answer) {
    Error error = errors.poll();
    if (error != null) {
      throw error;
    }
    answers.add(answer);
  }

  @Override
  public void close() {}
}
