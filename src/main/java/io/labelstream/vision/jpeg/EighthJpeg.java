package io.labelstream.vision.jpeg;

import java.nio.IntBuffer;

/**
 * An image at an eighth of its size, rounded up.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels row by row without gaps, each an int of red, green, blue from the top byte down;
 *     valid until the decoder's next image
 */
public record EighthJpeg(int width, int height, IntBuffer pixels) {}
