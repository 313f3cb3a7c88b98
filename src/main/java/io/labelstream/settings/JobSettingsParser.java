package io.labelstream.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Turns text into {@link JobSettings}. */
final class JobSettingsParser {

  private static final int MIN_ANSWER_BYTES = 16_384;

  /** With a checkpoint that takes its whole time, too, a transaction of 10 minutes is not over. */
  private static final Duration MAX_EXACTLY_ONCE_INTERVAL = Duration.ofMinutes(4);

  private final SettingValues values;

  JobSettingsParser(Map<String, String> values) {
    this.values = new SettingValues(values);
  }

  JobSettings parse() {
    String jobName = values.required(Setting.JOB_NAME);
    JobSettings settings =
        new JobSettings(
            values.required(Setting.BOOTSTRAP_SERVERS),
            values.required(Setting.REQUESTS_TOPIC),
            values.required(Setting.RESULTS_TOPIC),
            values.required(Setting.GROUP_ID),
            values.optional(Setting.MODEL),
            values.choice(Setting.PRECISION, PrecisionChoice.class),
            values.list(Setting.REFERENCES).stream()
                .flatMap(
                    prefix -> values.prefix(Setting.REFERENCES, prefix, "URI prefixes").stream())
                .toList(),
            values.duration(Setting.REFERENCE_TIMEOUT),
            values.choice(Setting.OPTIMIZE_FOR, Optimization.class),
            values.choice(Setting.DELIVERY_GUARANTEE, DeliveryGuarantee.class),
            values.optional(Setting.TRANSACTIONAL_ID_PREFIX).orElse(jobName),
            Optional.of(values.number(Setting.PARALLELISM, 0)).filter(tasks -> tasks > 0),
            values.duration(Setting.CHECKPOINT_INTERVAL),
            values.optional(Setting.CHECKPOINT_DIRECTORY),
            values.number(Setting.MAX_ANSWER_BYTES, MIN_ANSWER_BYTES),
            values.list(Setting.ECHO_HEADERS),
            values.list(Setting.REPLY_TOPICS),
            jobName,
            values.kafka());
    if (settings.requestsTopic().equals(settings.resultsTopic())) {
      values.fault("requests-topic and results-topic must differ");
    }
    if (settings.deliveryGuarantee() == DeliveryGuarantee.EXACTLY_ONCE
        && settings.checkpointInterval().compareTo(MAX_EXACTLY_ONCE_INTERVAL) > 0) {
      values.fault(
          "checkpoint-interval must be at most 4m with exactly-once, whose transactions end after 10"
              + " minutes");
    }
    values.check();
    return settings;
  }
}
