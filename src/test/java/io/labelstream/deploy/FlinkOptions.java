package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.labelstream.access.AccessOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Flink's options by key, from the classes that Flink itself reads them by. */
final class FlinkOptions {

  private static final String REPORTER = "metrics.reporter.prometheus.";

  /** Handed to Hadoop's S3 client by the plugin, as {@code S3ReferenceIT} has them. */
  private static final Set<String> S3_NUMBERS =
      Set.of("s3.connection.timeout", "s3.connection.maximum");

  /** Of the operator's own program and of Flink's client of Kubernetes: not on our class path. */
  private static final List<ConfigOption<?>> OF_OTHERS =
      List.of(
          ConfigOptions.key("kubernetes.operator.job.restart.failed")
              .booleanType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.operator.deployment.rollback.enabled")
              .booleanType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.operator.deployment.readiness.timeout")
              .durationType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.operator.periodic.savepoint.interval")
              .durationType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.operator.savepoint.history.max.age")
              .durationType()
              .noDefaultValue(),
          ConfigOptions.key("kubernetes.cluster-id").stringType().noDefaultValue(),
          ConfigOptions.key("kubernetes.namespace").stringType().noDefaultValue());

  private static final Map<String, ConfigOption<?>> OPTIONS = read();

  private FlinkOptions() {}

  /** Fails if a key is none of Flink's, or its value not one of its type. */
  static void check(Map<String, String> given) {
    Configuration configuration = Configuration.fromMap(given);
    given.forEach(
        (key, value) -> {
          if (key.startsWith(REPORTER)) {
            checkReporter(key.substring(REPORTER.length()), value);
            return;
          }
          if (S3_NUMBERS.contains(key)) {
            assertThat(value).as(key).matches("[0-9]+");
            return;
          }
          ConfigOption<?> option = OPTIONS.get(key);
          assertThat(option).as("the option %s", key).isNotNull();
          assertThatCode(() -> configuration.get(option)).as(key).doesNotThrowAnyException();
        });
  }

  private static void checkReporter(String key, String value) {
    switch (key) {
      case "factory.class" ->
          assertThatCode(
                  () ->
                      assertThat(Class.forName(value)).isAssignableTo(MetricReporterFactory.class))
              .doesNotThrowAnyException();
      case "port" -> assertThat(value).isEqualTo("9249");
      default -> throw new AssertionError("the reporter has no " + key);
    }
  }

  private static Map<String, ConfigOption<?>> read() {
    Map<String, ConfigOption<?>> options = new HashMap<>();
    for (Class<?> type :
        List.of(
            AccessOptions.class,
            AutoScalerOptions.class,
            BlobServerOptions.class,
            CheckpointingOptions.class,
            CoreOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            TaskManagerOptions.class,
            WebOptions.class)) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          try {
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            if (option != null) {
              options.put(option.key(), option);
            }
          } catch (IllegalAccessException e) {
            // One that nobody outside of Flink is to set.
          }
        }
      }
    }
    for (ConfigOption<?> option : OF_OTHERS) {
      options.put(option.key(), option);
    }
    return options;
  }
}
