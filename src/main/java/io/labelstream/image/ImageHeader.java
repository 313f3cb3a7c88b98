package io.labelstream.image;

import io.labelstream.event.ErrorCode;
import java.nio.ByteBuffer;

/**
 * What an encoded image says about itself before a pixel is decoded.
 *
 * @param format the format, told by content
 * @param width stored width in pixels, before orientation
 * @param height stored height in pixels, before orientation
 * @param orientation the EXIF orientation, 1 to 8
 */
public record ImageHeader(ImageFormat format, int width, int height, int orientation) {

  /**
   * Reads the header of an image within limits, without native code.
   *
   * @throws ImageRejectedException if the bytes are not a whole JPEG, PNG or WebP image, or over a
   *     limit
   */
  public static ImageHeader read(byte[] image, ImageLimits limits) throws ImageRejectedException {
    limits.checkBytes(image.length);
    ImageHeader header = read(image);
    limits.checkDimensions(header);
    return header;
  }

  /**
   * Reads the header and checks that the container is whole, in pure Java: no native code sees a
   * byte before this has passed.
   *
   * @throws ImageRejectedException if the bytes are not a whole JPEG, PNG or WebP image
   */
  static ImageHeader read(byte[] image) throws ImageRejectedException {
    ByteBuffer buffer = ByteBuffer.wrap(image);
    ImageHeader header;
    try {
      if (startsWith(image, 0, 0xFF, 0xD8)) {
        header = JpegHeader.read(buffer);
      } else if (startsWith(image, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
        header = PngHeader.read(buffer);
      } else if (startsWith(image, 0, 'R', 'I', 'F', 'F')
          && startsWith(image, 8, 'W', 'E', 'B', 'P')) {
        header = WebPHeader.read(buffer);
      } else {
        throw new ImageRejectedException(
            ErrorCode.UNSUPPORTED_FORMAT,
            "image must be a JPEG, PNG or WebP" + ForeignContent.describe(image));
      }
    } catch (IndexOutOfBoundsException e) {
      throw truncated();
    }
    if (header.width() <= 0 || header.height() <= 0) {
      throw undecodable("image has no size in its header");
    }
    return header;
  }

  public static ImageRejectedException undecodable(String reason) {
    return new ImageRejectedException(ErrorCode.UNDECODABLE_IMAGE, reason);
  }

  public static ImageRejectedException truncated() {
    return undecodable("image is truncated");
  }

  private static boolean startsWith(byte[] image, int offset, int... magic) {
    if (image.length < offset + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((image[offset + i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
