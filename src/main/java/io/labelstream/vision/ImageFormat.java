package io.labelstream.vision;

/** The image formats that are decoded. */
enum ImageFormat {
  JPEG,
  PNG,
  WEBP
}
