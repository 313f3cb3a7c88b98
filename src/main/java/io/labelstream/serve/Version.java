package io.labelstream.serve;

import io.labelstream.build.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"labelstream " + Build.current().title()};
  }
}
