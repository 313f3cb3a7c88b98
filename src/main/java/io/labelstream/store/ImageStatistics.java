package io.labelstream.store;

/**
 * How much is stored.
 *
 * @param images the number of images
 * @param bytes their encoded sizes added up; equal images count each, though they are stored once
 */
public record ImageStatistics(long images, long bytes) {}
