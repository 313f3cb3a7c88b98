package io.labelstream.event;

/** Whose turn it is after an error, which is what the image API's error objects tell apart. */
enum ErrorKind {
  VALIDATION("validation-error", "Validation Error"),
  INTERNAL("internal-error", "Internal Error");

  private final String slug;
  private final String title;

  ErrorKind(String slug, String title) {
    this.slug = slug;
    this.title = title;
  }

  String slug() {
    return slug;
  }

  String title() {
    return title;
  }
}
