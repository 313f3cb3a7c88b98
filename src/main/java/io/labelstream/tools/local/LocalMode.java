package io.labelstream.tools.local;

import io.labelstream.files.PrivateFolder;
import io.labelstream.job.JobChecks;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import io.labelstream.tools.sandbox.SettingsCheck;
import io.labelstream.tools.sandbox.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.concurrent.FutureUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, Flink, the job and the facade in this process, on one folder. */
public final class LocalMode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalMode.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  /**
   * Where local mode keeps its data and listens.
   *
   * @param data the folder that outlives it
   * @param restPort the facade's port
   * @param kafkaPort the broker's port
   * @param flinkPort the port of Flink's web UI and REST API
   * @param settings of job and facade, of which some are overridden here
   * @param alterTopics whether topics that are there are made to fit the settings
   */
  public record Options(
      Path data,
      int restPort,
      int kafkaPort,
      int flinkPort,
      Settings settings,
      boolean alterTopics) {

    /**
     * The file for the log, within the data folder. The program sets logging up, before it touches
     * {@link LocalMode} itself, which has a logger.
     */
    public Path log() {
      return DataDirectory.log(data.toAbsolutePath());
    }

    /** Makes the folder of that file, which its owner alone can enter. */
    public void prepareLog() throws IOException {
      PrivateFolder.create(data);
      PrivateFolder.createOrClose(DataDirectory.logs(data));
    }
  }

  private final Options options;

  private final StartedParts parts = new StartedParts();
  private @Nullable LocalJob job;
  private String metricsUrl = "";
  private final List<String> notices = new ArrayList<>();

  /** A local mode that has not been started, but can be closed at any time from now on. */
  public LocalMode(Options options) {
    this.options = options;
  }

  /**
   * Starts all of it and returns when the job runs.
   *
   * @throws SandboxException if a port or the folder is taken, the model missing, or a part does
   *     not start; what had been started is ended then
   * @throws InvalidSettingsException if a property of Kafka's clients does not fit
   */
  public LocalAddresses start() throws IOException {
    Ports.checkFree(options.restPort(), "--port");
    Ports.checkFree(options.kafkaPort(), "--kafka-port");
    Ports.checkFree(options.flinkPort(), "--flink-port");
    SettingsCheck.check(options.settings());
    JobChecks.checkModel(options.settings());
    try {
      return startParts(options.settings());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new SandboxException("interrupted while starting", e);
    } catch (Exception e) {
      LOG.error("Local mode does not start", e);
      close();
      if (e instanceof InvalidSettingsException invalid) {
        throw invalid;
      }
      throw e instanceof SandboxException known
          ? known
          : new SandboxException(
              "local mode does not start: " + cause(e) + " (see " + options.log() + ")", e);
    }
  }

  private LocalAddresses startParts(Settings given) throws Exception {
    int tasks =
        given.get(JobSettings.PARALLELISM).orElse(Runtime.getRuntime().availableProcessors());
    DataDirectory data = parts.add(DataDirectory.open(options.data()));
    data.prepare();
    // Flink and the broker need nothing of each other and take half of the start-up time each.
    CompletableFuture<EmbeddedFlink> flinkStart =
        FutureUtils.supplyAsync(
            () -> EmbeddedFlink.start(options.flinkPort(), tasks, data), ForkJoinPool.commonPool());
    EmbeddedBroker broker;
    EmbeddedFlink cluster;
    try {
      broker = parts.add(EmbeddedBroker.start(data.broker(), options.kafkaPort()));
    } finally {
      cluster = parts.add(flinkStart.join());
    }
    Settings local = localSettings(given, broker, tasks, data);
    notices.addAll(JobChecks.unknownProperties(given));
    notices.addAll(Topics.prepare(broker.bootstrapServers(), local, tasks, options.alterTopics()));
    notices.forEach(notice -> LOG.warn("{}", notice));
    LocalJob started = new LocalJob(cluster, local, data);
    started.start();
    job = started;
    LocalFacade facade = parts.add(LocalFacade.start(options, local, data));
    metricsUrl = facade.metricsUrl();
    cluster.awaitRunning(START_TIMEOUT);
    facade.awaitReady(START_TIMEOUT);
    LocalAddresses addresses =
        new LocalAddresses(
            facade.restUrl(),
            broker.bootstrapServers(),
            "http://" + Ports.LOOPBACK + ":" + options.flinkPort(),
            facade.apiKey(),
            ProcessHandle.current().pid());
    parts.add(data.writeReady(addresses));
    return addresses;
  }

  /**
   * A line for each thing about settings and topics that does not fit, once it has been started.
   */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** The URL of the facade's metrics, once it has been started. */
  public String metricsUrl() {
    return metricsUrl;
  }

  /**
   * Returns when the job has failed for good.
   *
   * @param news takes a line when somebody has ended the job through Flink and it has been started
   *     again
   */
  public void awaitFailure(Consumer<String> news)
      throws IOException, ExecutionException, InterruptedException {
    if (job == null) {
      throw new IllegalStateException("local mode has not been started");
    }
    job.awaitFailure(news);
  }

  /** Ends all parts in the reverse order of their start; safe to call twice. */
  @Override
  public void close() {
    parts.close();
  }

  /** The given settings, except that the job runs here and may read the images stored here. */
  private static Settings localSettings(
      Settings given, EmbeddedBroker broker, int tasks, DataDirectory data) {
    List<URI> references = new ArrayList<>(given.get(RecordSettings.REFERENCES));
    references.add(data.images().toUri());
    return given
        .with(TopicSettings.BOOTSTRAP_SERVERS, broker.bootstrapServers())
        .with(JobSettings.PARALLELISM, Optional.of(tasks))
        .with(RecordSettings.REFERENCES, List.copyOf(references));
  }

  private static Throwable cause(Throwable e) {
    return ExceptionUtils.stripExecutionException(ExceptionUtils.stripCompletionException(e));
  }
}
