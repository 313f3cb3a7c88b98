package io.labelstream.registry;

import io.labelstream.rollout.ModelId;
import java.io.IOException;

/** Makes models ready to answer; takes as long as that does. */
interface ModelLoader {

  /**
   * A model of the registry.
   *
   * @throws IOException if it cannot be had or does not load; the message says why
   */
  ReadyModel load(ModelId model) throws IOException;

  /**
   * The model that answers while the control topic names no primary.
   *
   * @throws IOException if there is none, or it does not load; the message says what to do
   */
  ReadyModel otherwise() throws IOException;
}
