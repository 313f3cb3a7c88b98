package io.labelstream.vision;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.jpeg.EighthJpeg;
import io.labelstream.vision.jpeg.EighthJpegDecoder;
import java.util.Optional;

/**
 * Decodes an encoded image into a normalised tensor.
 *
 * <p>It takes JPEG (baseline, progressive, grey, CMYK), PNG (every colour type and depth) and WebP
 * (the first frame of an animation), and tells them by content; EXIF orientation applied, alpha and
 * colour keys laid onto white, colour profiles ignored. A JPEG may lack its end marker if its scans
 * are whole. Of a large JPEG only what its eighth needs is decoded. Limits are checked on the
 * header before any pixel is allocated. Keeps its buffers; not thread-safe; one per task.
 */
public final class ImageDecoder {

  private static final int MAX_REDUCTION = 8;

  private final InputSpec spec;
  private final ImageLimits limits;
  private final CentreCrop crop;
  private final EighthJpegDecoder eighthJpeg = new EighthJpegDecoder();

  public ImageDecoder(InputSpec spec, ImageLimits limits) {
    this.spec = spec;
    this.limits = limits;
    crop = new CentreCrop(spec);
  }

  /**
   * @param image the encoded image
   * @param target receives the values; its size must be the model's
   * @throws ImageRejectedException if the bytes are no image, a damaged one, or over a limit; the
   *     target's content is then undefined
   */
  public void decode(byte[] image, ImageTensor target) throws ImageRejectedException {
    ImageHeader header = ImageHeader.read(image, limits);
    int reduction = reduction(header, spec.shorterSide());
    try (DecodedImage pixels = decode(image, header, reduction)) {
      crop.apply(pixels, header.orientation(), target);
    }
  }

  private DecodedImage decode(byte[] image, ImageHeader header, int reduction)
      throws ImageRejectedException {
    if (reduction == MAX_REDUCTION) {
      Optional<EighthJpeg> eighth = eighthJpeg.decode(image);
      if (eighth.isPresent()) {
        return DecodedImage.of(eighth.get());
      }
    }
    return DecodedImage.decode(image, header, reduction);
  }

  /**
   * How many times smaller the decoder shall make the sides: the most that leaves the shorter one
   * no smaller than it is resized to. JPEG alone can be decoded so.
   */
  static int reduction(ImageHeader header, int shorterSide) {
    if (header.format() != ImageFormat.JPEG) {
      return 1;
    }
    int shorter = Math.min(header.width(), header.height());
    int reduction = 1;
    while (reduction < MAX_REDUCTION && shorter / (reduction * 2) >= shorterSide) {
      reduction *= 2;
    }
    return reduction;
  }
}
