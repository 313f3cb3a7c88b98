package io.labelstream.vision;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where a build puts its compiled models: {@code models/} beside the jar. */
public final class ModelDirectory {

  private static final String DEFAULT_MODEL = "resnet50";

  private ModelDirectory() {}

  /** The folder for compiled models of the build that this class comes from. */
  public static Path ofThisBuild() {
    CodeSource source = ModelDirectory.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("this class does not know the jar that it comes from");
    }
    try {
      return Path.of(source.getLocation().toURI()).resolveSibling("models");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a jar's location must be a URI", e);
    }
  }

  /** The model that runs where no other is named, without its precision. */
  public static Path defaultModel() {
    return ofThisBuild().resolve(DEFAULT_MODEL);
  }
}
