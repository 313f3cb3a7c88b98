package io.labelstream.tools.sandbox;

import io.labelstream.job.ClassificationJob;
import io.labelstream.rest.Facade;
import io.labelstream.settings.FacadeSettings;
import io.labelstream.settings.JobSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds faults of the settings before anything has been started. */
public final class SettingsCheck {

  /** Nothing is sent there, whatever broker the settings name: what is started has its own. */
  private static final String BROKER = "--bootstrap-servers=" + Ports.LOOPBACK + ":9092";

  private SettingsCheck() {}

  /**
   * Checks the settings that job and facade share, and those of each.
   *
   * @param shared flags for both
   * @param job flags for the job alone
   * @throws io.labelstream.settings.InvalidSettingsException if one does not fit
   */
  public static void check(List<String> shared, List<String> job, Map<String, String> environment) {
    List<String> flags = new ArrayList<>(shared);
    flags.add(BROKER);
    Facade.check(FacadeSettings.read(flags, environment));
    flags.addAll(job);
    ClassificationJob.checkKafka(JobSettings.read(flags, environment));
  }
}
