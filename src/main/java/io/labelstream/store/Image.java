package io.labelstream.store;

import io.labelstream.image.ImageFormat;
import java.time.Instant;

/**
 * An image that is stored; it never changes.
 *
 * @param id as {@link ImageIds} makes them
 * @param owner whose it is
 * @param name 1 to 30 characters, not unique
 * @param format by content
 * @param width stored width in pixels, before orientation
 * @param height stored height in pixels, before orientation
 * @param size encoded bytes
 * @param contentHash SHA-256 of those bytes, 64 hexadecimal digits
 * @param file name of the file or object that holds them
 * @param created when, to the millisecond
 */
public record Image(
    String id,
    Owner owner,
    String name,
    ImageFormat format,
    int width,
    int height,
    long size,
    String contentHash,
    String file,
    Instant created) {}
