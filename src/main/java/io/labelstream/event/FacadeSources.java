package io.labelstream.event;

import java.util.UUID;
import java.util.regex.Pattern;

/** The {@code ce_source} of the facade's requests, of which each process has one of its own. */
public final class FacadeSources {

  private static final String PREFIX = "/labelstream/facade/";
  private static final String PROBE = "/probe";
  private static final Pattern PROBES =
      Pattern.compile(Pattern.quote(PREFIX) + "[0-9a-f-]{36}" + Pattern.quote(PROBE));

  private FacadeSources() {}

  /** Of the requests of clients. */
  public static String source(UUID process) {
    return PREFIX + process;
  }

  /** Of the requests by which the facade that has a source sees whether the job answers. */
  public static String probeSource(String source) {
    return source + PROBE;
  }

  /**
   * Whether a request was a facade's own, of whichever process, so that nobody's image was in it.
   */
  public static boolean isProbe(String source) {
    return PROBES.matcher(source).matches();
  }
}
