package io.labelstream.tools.compiler;

import io.labelstream.vision.InputSpec.Resize;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a user says of a model besides its file.
 *
 * @param name the model's name, which becomes part of its folders and its id
 * @param labels the file with the classes' names; numbers stand for them without one
 * @param preprocessing what is done to the pixels; needed where the file does not do it
 * @param resize how the image becomes a square, where the file does not say
 * @param size height and width in pixels, where the file does not say
 */
public record ImportOptions(
    String name,
    Optional<Path> labels,
    Optional<Preprocessing> preprocessing,
    Optional<Resize> resize,
    OptionalInt size) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public ImportOptions {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name must be letters, digits, '.', '_' and '-', 64 at the most, but is "
              + name);
    }
  }
}
