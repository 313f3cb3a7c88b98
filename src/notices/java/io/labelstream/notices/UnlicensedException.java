package io.labelstream.notices;

import java.util.List;

/** Something that is shipped has no licence that we allow, or lacks what its licence asks for. */
final class UnlicensedException extends Exception {

  private static final long serialVersionUID = 1;

  UnlicensedException(List<String> problems) {
    super(
        String.join("\n", problems)
            + "\nAllowed are the licences in src/notices/licences; src/notices/known-parts.tsv has"
            + " what poms and jars do not say.");
  }
}
