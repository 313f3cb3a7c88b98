package io.labelstream.store;

/**
 * How much is stored.
 *
 * @param images how many images there are
 * @param bytes what they have together, each image counted, though equal ones are stored once
 */
public record ImageStatistics(long images, long bytes) {}
