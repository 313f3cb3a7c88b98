package io.labelstream.vision;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.jspecify.annotations.Nullable;

/** Translates between our buffers and DJL's arrays; a tensor has its batch dimension already. */
final class TensorTranslator implements Translator<ImageTensor, float[]> {

  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  @Override
  public NDList processInput(TranslatorContext context, ImageTensor image) {
    Shape shape = new Shape(image.batch(), image.size(), image.size(), ImageTensor.CHANNELS);
    return new NDList(context.getNDManager().create(image.bytes(), shape, DataType.FLOAT32));
  }

  @Override
  public float[] processOutput(TranslatorContext context, NDList output) {
    return output.singletonOrThrow().toFloatArray();
  }
}
