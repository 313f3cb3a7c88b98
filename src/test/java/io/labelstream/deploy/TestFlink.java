package io.labelstream.deploy;

import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.LoopbackFlink;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink of one slot, with options of Flink's own, and the real job on it. */
final class TestFlink implements AutoCloseable {

  private final MiniCluster cluster;

  private TestFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  static TestFlink start(Settings settings, Map<String, String> options) throws Exception {
    Configuration configuration = LoopbackFlink.configuration(0);
    options.forEach(configuration::setString);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(ClassificationJob.configuration(settings));
    ClassificationJob.define(environment, settings);
    cluster.submitJob(environment.getStreamGraph().getJobGraph()).get();
    return new TestFlink(cluster);
  }

  /** As if its machine were lost. */
  void replaceTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
