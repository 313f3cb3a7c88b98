package io.labelstream.tools.sandbox;

import io.labelstream.job.JobChecks;
import io.labelstream.rest.Facade;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;

/** Finds what is wrong with the settings before anything has been started. */
public final class SettingsCheck {

  /** Nothing is sent there, whatever broker the settings name: what is started has its own. */
  private static final String BROKER = Ports.LOOPBACK + ":9092";

  private SettingsCheck() {}

  /**
   * Checks what is set for the Kafka clients of job and facade.
   *
   * @param settings of both
   * @throws io.labelstream.settings.InvalidSettingsException if it does not fit
   */
  public static void check(Settings settings) {
    Settings here = settings.with(TopicSettings.BOOTSTRAP_SERVERS, BROKER);
    Facade.check(here);
    JobChecks.checkKafka(here);
  }
}
