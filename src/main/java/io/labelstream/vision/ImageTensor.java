package io.labelstream.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Decoded images as a model takes them: float32 of shape (batch, size, size, 3), normalised, in one
 * direct buffer that is filled anew each time. Not thread-safe; one per task.
 */
public final class ImageTensor {

  public static final int CHANNELS = 3;

  private final int batch;
  private final int size;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;

  /**
   * Makes a tensor for one image.
   *
   * @param size height and width in pixels
   */
  public ImageTensor(int size) {
    this(1, size);
  }

  /**
   * Makes a tensor for a batch.
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

  public int batch() {
    return batch;
  }

  public int size() {
    return size;
  }

  /**
   * The values image by image, row by row and pixel by pixel; the three of a pixel are in the order
   * of {@link InputSpec#channelOrder}. The position and limit are the caller's own, the values
   * shared.
   */
  public FloatBuffer floats() {
    return floats.duplicate();
  }

  ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }
}
