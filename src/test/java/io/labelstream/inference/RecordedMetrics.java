package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;

/** What a task registers, by name. */
public final class RecordedMetrics {

  private final Map<String, Metric> registered = new ConcurrentHashMap<>();

  /** The group to register with. */
  public MetricGroup group() {
    return new RecordingGroup("", registered);
  }

  public long count(String name) {
    return ((Counter) metric(name)).getCount();
  }

  public Metric metric(String name) {
    assertThat(registered).containsKey(name);
    return Objects.requireNonNull(registered.get(name));
  }
}
