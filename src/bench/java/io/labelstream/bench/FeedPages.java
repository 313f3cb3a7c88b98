package io.labelstream.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Pages that show the feed, in a process of their own: nobody else's time is theirs. */
public final class FeedPages {

  /** Where the process finds the API key, which no list of processes may show. */
  static final String KEY = "LABELSTREAM_BENCH_KEY";

  private FeedPages() {}

  /**
   * Takes the facade's URL. Each line of stdin is how many pages there shall be; when that is so, a
   * line of stdout says how many photographs all pages have shown.
   */
  public static void main(String[] arguments) throws Exception {
    String apiKey = System.getenv(KEY);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    AtomicInteger shown = new AtomicInteger();
    List<FeedPage> pages = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int count = Integer.parseInt(line);
        while (pages.size() > count) {
          pages.remove(pages.size() - 1).close();
        }
        while (pages.size() < count) {
          pages.add(new FeedPage(arguments[0], apiKey, shown));
        }
        out.println(shown.get());
      }
    }
    System.exit(0);
  }
}
