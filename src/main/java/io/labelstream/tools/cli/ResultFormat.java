package io.labelstream.tools.cli;

import java.util.Optional;

/** How results are printed, one line each. */
interface ResultFormat {

  /** What comes before the first line, if anything. */
  Optional<String> header();

  /** The line of one result, without its end. */
  String line(Feed.Result result);
}
