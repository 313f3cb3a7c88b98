package io.labelstream.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The reference of all settings as text. */
public final class SettingsHelp {

  private SettingsHelp() {}

  /** One line for each of some settings, for {@code --help}. */
  public static String text(List<? extends SettingKey> keys) {
    String settings =
        keys.stream()
            .map(
                setting ->
                    String.format(
                        "  --%-24s %s%s", setting.key(), setting.description(), defaultOf(setting)))
            .collect(Collectors.joining("\n"));
    return """
        Settings, as --key value, as LABELSTREAM_KEY in the environment, or as key=value in the
        file that --config names; the first of these wins:
        """
        + settings
        + """

          --kafka.<property>         passed to the Kafka clients; kafka.consumer.<property> and
                                     kafka.producer.<property> to one of them
          --config                   a file of Java properties with any of these
        """;
  }

  private static String defaultOf(SettingKey setting) {
    return setting.defaultValue().isEmpty() ? "" : " (" + setting.defaultValue() + ")";
  }
}
