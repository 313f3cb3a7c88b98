package io.labelstream.store;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/** Flink's file systems beside the local one, for a process that Flink has not started. */
public final class FlinkFileSystems {

  private FlinkFileSystems() {}

  /**
   * Loads the file systems of the folder that {@code FLINK_PLUGINS_DIR} names, with the settings
   * ({@code s3.endpoint} and the like) of the {@code config.yaml} in the folder that {@code
   * FLINK_CONF_DIR} names, as Flink's own processes do.
   */
  public static void load(Map<String, String> environment) {
    String folder = environment.get("FLINK_CONF_DIR");
    Configuration configuration =
        folder == null ? new Configuration() : GlobalConfiguration.loadConfiguration(folder);
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
  }
}
