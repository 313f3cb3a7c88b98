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

  /** The models of one moment. */
  interface Current {

    /** The model whose turn it is to answer a request. */
    Answering answering(Correlation request);

    /** Whether one of them that answer takes less for several images than for each. */
    boolean gainsByBatches();

    /**
     * Shows a request to the shadow, if there is one and the request is in its share; returns at
     * once.
     *
     * @param image of the request, not to be changed
     */
    void show(RequestRecord record, Correlation request, LabelOptions options, byte[] image);
  }

  /**
   * Does work with the current models, such as to answer requests. None of them is taken away
   * before it ends.
   */
  <T> T answer(Function<Current, T> work);

  /** Gives the models back. */
  @Override
  void close();
}
