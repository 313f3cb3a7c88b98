package io.labelstream.inference;

import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps what is registered, by name. */
final class RecordingGroup extends UnregisteredMetricsGroup {

  private final String prefix;
  private final Map<String, Metric> registered;

  RecordingGroup(String prefix, Map<String, Metric> registered) {
    this.prefix = prefix;
    this.registered = registered;
  }

  @Override
  public Counter counter(String name) {
    return keep(name, new SimpleCounter());
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    return keep(name, gauge);
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    return keep(name, histogram);
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return new RecordingGroup(prefix + key + "." + value + ".", registered);
  }

  private <M extends Metric> M keep(String name, M metric) {
    registered.put(prefix + name, metric);
    return metric;
  }
}
