package io.labelstream.tools.compiler;

import io.jhdf.HdfFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A model's layers and weights, as a file has them.
 *
 * @param file what the weights are read from until it is closed, if it is not in memory
 */
record StoredModel(KerasModel model, Weights weights, @Nullable HdfFile file)
    implements AutoCloseable {

  static StoredModel inMemory(KerasModel model, Weights.Store store) {
    return new StoredModel(model, new Weights(store), null);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
