package io.labelstream.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A decoded image as a model takes it: float32 of shape (batch, size, size, 3), normalised, in one
 * direct buffer that is filled anew for each image. Not thread-safe; one per task.
 */
public final class ImageTensor {

  /** Number of colour channels. */
  public static final int CHANNELS = 3;

  private final int batch;
  private final int size;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;

  /**
   * An empty tensor for one image.
   *
   * @param size height and width in pixels
   */
  public ImageTensor(int size) {
    this(1, size);
  }

  /**
   * An empty tensor.
   *
   * @param batch number of images
   * @param size height and width of each in pixels
   */
  public ImageTensor(int batch, int size) {
    this.batch = batch;
    this.size = size;
    bytes =
        ByteBuffer.allocateDirect(batch * size * size * CHANNELS * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
  }

  /** Number of images. */
  public int batch() {
    return batch;
  }

  /** Height and width in pixels. */
  public int size() {
    return size;
  }

  /** The values, row by row and pixel by pixel. */
  public FloatBuffer floats() {
    return floats.duplicate();
  }

  ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }
}
