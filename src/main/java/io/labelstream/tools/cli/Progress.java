package io.labelstream.tools.cli;

import com.sun.jna.NativeLibrary;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar with rate and time left on stderr, if that is a terminal, below the lines that go
 * to stdout.
 */
public final class Progress implements AutoCloseable {

  private static final int STDERR = 2;
  private static final int WIDTH = 80;
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream terminal = System.err;
  private final @Nullable ProgressBar bar;
  private String shown = "";

  /** Over photographs. */
  public Progress(String task, long total) {
    this(task, total, " photographs");
  }

  public Progress(String task, long total, String unit) {
    bar = isTerminal(STDERR) ? bar(task, total, unit) : null;
  }

  /** Prints a line of data above the bar. */
  synchronized void print(PrintWriter out, String line) {
    if (bar != null) {
      terminal.print(CLEAR_LINE);
      terminal.flush();
    }
    out.println(line);
    out.flush();
    if (bar != null) {
      terminal.print(shown);
      terminal.flush();
    }
  }

  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      terminal.print(CLEAR_LINE);
      terminal.flush();
    }
  }

  private ProgressBar bar(String task, long total, String unit) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .setUnit(unit, 1)
        .showSpeed()
        .setSpeedUnit(ChronoUnit.SECONDS)
        .setEtaFunction(
            state ->
                state.getCurrent() == 0
                    ? Optional.empty()
                    : Optional.of(
                        Duration.ofMillis(
                            state.getElapsedAfterStart().toMillis()
                                * (state.getMax() - state.getCurrent())
                                / state.getCurrent())))
        .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH))
        .build();
  }

  private synchronized void show(String line) {
    shown = line;
    terminal.print(CLEAR_LINE + line);
    terminal.flush();
  }

  /** Whether a file of this process, such as stdout, is a terminal. */
  static boolean isTerminal(int fileDescriptor) {
    return NativeLibrary.getProcess().getFunction("isatty").invokeInt(new Object[] {fileDescriptor})
        == 1;
  }
}
