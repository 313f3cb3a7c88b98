package io.labelstream.job;

import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.util.Map;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * The zone that a task reads from. TaskManagers of one job may be in several, so that each has to
 * say by its environment where it is.
 *
 * @param otherwise where its environment says nothing; may be empty
 */
record ClientRack(String otherwise) implements SerializableSupplier<String> {

  private static final String VARIABLE = "LABELSTREAM_CLIENT_RACK";

  static ClientRack of(Settings settings) {
    return new ClientRack(settings.get(TopicSettings.CLIENT_RACK).orElse(""));
  }

  @Override
  public String get() {
    return in(System.getenv());
  }

  String in(Map<String, String> environment) {
    String rack = environment.getOrDefault(VARIABLE, "").strip();
    return rack.isEmpty() ? otherwise : rack;
  }
}
