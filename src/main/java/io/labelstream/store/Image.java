package io.labelstream.store;

import io.labelstream.image.ImageFormat;
import java.time.Instant;

/**
 * A stored image, which never changes.
 *
 * @param id as {@link ImageIds} makes them
 * @param owner who may see it
 * @param name 1 to 30 characters, not unique
 * @param format what its bytes are
 * @param width stored width in pixels, before orientation
 * @param height stored height in pixels, before orientation
 * @param size the encoded size in bytes
 * @param contentHash SHA-256 of those bytes, 64 hexadecimal digits
 * @param file name of the file or object that holds them
 * @param created when it was stored, to the millisecond
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
