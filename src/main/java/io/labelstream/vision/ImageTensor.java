package io.labelstream.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Decoded images as a model takes them: float32 of shape (batch, size, size, 3), normalised, in a
 * direct buffer that is filled anew each time. Not thread-safe.
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
    this(batch, size, ByteBuffer.allocateDirect(batch * imageBytes(size)));
  }

  private ImageTensor(int batch, int size, ByteBuffer bytes) {
    this.batch = batch;
    this.size = size;
    this.bytes = bytes.order(ByteOrder.nativeOrder());
    floats = this.bytes.asFloatBuffer();
  }

  private static int imageBytes(int size) {
    return size * size * CHANNELS * Float.BYTES;
  }

  /**
   * Some of the images as a tensor of their own, which shares their values with this one.
   *
   * @param first the index of the first of them
   * @param count how many follow each other
   */
  public ImageTensor images(int first, int count) {
    int bytesEach = imageBytes(size);
    return new ImageTensor(count, size, bytes.slice(first * bytesEach, count * bytesEach));
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
