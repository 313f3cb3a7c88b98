package io.labelstream.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of a compiled model, which is the name of its folder in a registry, too.
 *
 * @param text name and content hash, as in {@code resnet50-fp32@1a2b3c4d5e6f}
 */
public record ModelId(@JsonValue String text) {

  /** Nothing that leads out of a folder. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*@[0-9a-f]{12}");

  /**
   * Checks an id that somebody has written.
   *
   * @throws IllegalArgumentException if it cannot be one; the message says what one looks like
   */
  @JsonCreator
  public ModelId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a model's id is its name and hash, such as resnet50-int8@0d569777cf3c, but here is '"
              + text
              + "'");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
