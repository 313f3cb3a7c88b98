package io.labelstream.registry;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a thread gives way to others on Linux, where each has a niceness of its own; those that
 * native libraries start take it over. Elsewhere, and where C's library cannot be called, nothing
 * happens.
 */
final class Niceness {

  private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);

  /** As {@code PRIO_PROCESS} is defined, which for 0 means the calling thread. */
  private static final int THREAD = 0;

  /** Found once, so that it is said once if it cannot be. */
  private static final @Nullable NativeLibrary C = library();

  private Niceness() {}

  /** That of the calling thread, from -20 to 19; 0 where it cannot be had. */
  static int current() {
    return C == null ? 0 : C.getFunction("getpriority").invokeInt(new Object[] {THREAD, 0});
  }

  /** Sets that of the calling thread, whatever it was before. */
  static void set(int niceness) {
    if (C != null) {
      C.getFunction("setpriority").invokeInt(new Object[] {THREAD, 0, niceness});
    }
  }

  private static @Nullable NativeLibrary library() {
    try {
      return Platform.isLinux() ? NativeLibrary.getProcess() : null;
    } catch (LinkageError | RuntimeException e) {
      LOG.warn(
          "Models are loaded, and shadows look, beside answers, not behind them, which can be slow"
              + " meanwhile: JNA does not work. Allow code to run in its folder of temporary files,"
              + " or name another one with -Djna.tmpdir",
          e);
      return null;
    }
  }
}
