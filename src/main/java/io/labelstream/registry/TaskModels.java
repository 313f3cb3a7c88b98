package io.labelstream.registry;

import io.labelstream.event.AnsweringModel;
import io.labelstream.event.Correlation;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RequestRecord;
import io.labelstream.inference.ImageClassifier;
import java.util.function.Function;

/** What one task answers with. For the task's thread. */
public interface TaskModels extends AutoCloseable {

  /** A model with the decoder and buffers of a task. */
  record Answering(AnsweringModel model, ImageClassifier images) {}

  /**
   * Answers a request with the model whose turn it is, which is not taken away before the answer is
   * made.
   */
  <T> T answer(Correlation request, Function<Answering, T> work);

  /**
   * Shows a request to the shadow, if there is one and the request is in its share; returns at
   * once.
   *
   * @param image of the request, not to be changed
   */
  void show(RequestRecord record, Correlation request, LabelOptions options, byte[] image);

  /** Gives the models back. */
  @Override
  void close();
}
