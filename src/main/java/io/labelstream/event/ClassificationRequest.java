package io.labelstream.event;

/**
 * A well-formed request, whose image has not been looked at.
 *
 * @param image the image or where it is
 * @param options which labels the answer shall hold
 */
public record ClassificationRequest(ImageSource image, LabelOptions options) {}
