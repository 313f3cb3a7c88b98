package io.labelstream.settings;

import java.util.List;
import java.util.stream.Collectors;

/** What {@code --help} says of settings, for terminals of 80 columns. */
final class SettingsHelp {

  private static final int COLUMNS = 80;
  private static final int FLAG_COLUMNS = 24;

  /** Where what is said of a flag starts: after two spaces, two hyphens and one more space. */
  private static final int MEANING_COLUMN = FLAG_COLUMNS + 5;

  private static final String NEXT_LINE = "\n" + " ".repeat(MEANING_COLUMN);

  private SettingsHelp() {}

  /** An entry for each setting, in their order. */
  static String of(List<Setting<?>> settings) {
    return """
    Settings, as --key value, as LABELSTREAM_KEY in the environment, or as key=value
    in the file that --config names; the first of these wins:
    %s

    %s
    %s
    """
        .formatted(
            settings.stream().map(SettingsHelp::entry).collect(Collectors.joining("\n")),
            entry(
                "kafka.<property>",
                "passed to the Kafka clients; kafka.consumer.<property> and"
                    + " kafka.producer.<property> to one of them"),
            entry("config", "a file of Java properties with any of these"));
  }

  private static String entry(Setting<?> setting) {
    String byDefault = setting.defaultText().isEmpty() ? "" : " (" + setting.defaultText() + ")";
    return entry(setting.key(), setting.meaning() + byDefault);
  }

  private static String entry(String key, String meaning) {
    StringBuilder entry = new StringBuilder(String.format("  --%-" + FLAG_COLUMNS + "s", key));
    int column = entry.length();
    for (String word : meaning.split(" ", -1)) {
      if (column + 1 + word.length() > COLUMNS) {
        entry.append(NEXT_LINE).append(word);
        column = MEANING_COLUMN + word.length();
      } else {
        entry.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    return entry.toString();
  }
}
