package io.labelstream.vision.jpeg;

/** The file is damaged, or of a kind that is left to the whole decoder. */
final class UnusualJpegException extends Exception {

  private static final long serialVersionUID = 1;

  UnusualJpegException(String what) {
    // Nobody reads a stack trace that only says to ask another decoder.
    super(what, null, false, false);
  }
}
