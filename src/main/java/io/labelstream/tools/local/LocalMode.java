package io.labelstream.tools.local;

import io.labelstream.files.PrivateFolder;
import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.JobSettings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import io.labelstream.tools.sandbox.SettingsCheck;
import io.labelstream.tools.sandbox.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, Flink, the job and the facade in this process, on one folder. */
public final class LocalMode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalMode.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  /**
   * Where local mode is and listens.
   *
   * @param data the folder that outlives it
   * @param restPort the facade's port
   * @param kafkaPort the broker's port
   * @param flinkPort the port of Flink's web UI and REST API
   * @param settings of the job, as its own {@code main} takes them
   * @param environment what the job reads settings from besides
   * @param alterTopics whether topics that are there are made to fit the settings
   */
  public record Options(
      Path data,
      int restPort,
      int kafkaPort,
      int flinkPort,
      List<String> settings,
      Map<String, String> environment,
      boolean alterTopics) {

    /** Copies the collections. */
    public Options {
      settings = List.copyOf(settings);
      environment = Map.copyOf(environment);
    }

    /**
     * The file for the log, within the data folder. The program sets logging up, before it touches
     * {@link LocalMode} itself, which has a logger.
     */
    public Path log() {
      return DataDirectory.log(data.toAbsolutePath());
    }

    /** What the facade takes of the settings, too. */
    List<String> configuration() {
      return settings.stream().filter(setting -> setting.startsWith("--config=")).toList();
    }

    /** Makes the folder of that file, which its owner alone can enter. */
    public void prepareLog() throws IOException {
      PrivateFolder.create(data);
      PrivateFolder.createOrClose(DataDirectory.logs(data));
    }
  }

  /**
   * Where it can be reached, as in {@code local.json}.
   *
   * @param restUrl the facade
   * @param bootstrapServers the broker
   * @param flinkUrl Flink's web UI
   * @param apiKey for the facade
   * @param pid this process
   */
  public record Addresses(
      String restUrl, String bootstrapServers, String flinkUrl, String apiKey, long pid) {

    @Override
    public String toString() {
      return "Addresses[" + restUrl + ", " + bootstrapServers + ", " + flinkUrl + "]";
    }
  }

  private final Options options;

  /** Guarded by this, as is {@link #closed}: what has to end, the last one first. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private boolean closed;
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
   * @throws InvalidSettingsException if a setting of the job, the facade or Kafka's clients does
   *     not fit
   */
  public Addresses start() throws IOException {
    Ports.checkFree(options.restPort(), "--port");
    Ports.checkFree(options.kafkaPort(), "--kafka-port");
    Ports.checkFree(options.flinkPort(), "--flink-port");
    SettingsCheck.check(options.configuration(), options.settings(), options.environment());
    JobSettings given = JobSettings.read(options.settings(), options.environment());
    ClassificationJob.checkModel(given);
    try {
      return startParts(given);
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
              "local mode does not start: " + unwrap(e) + " (see " + options.log() + ")", e);
    }
  }

  private Addresses startParts(JobSettings given) throws Exception {
    int tasks = given.parallelism().orElse(Runtime.getRuntime().availableProcessors());
    DataDirectory data = closeLater(DataDirectory.open(options.data()));
    data.prepare();
    // Two halves of the start-up time that need nothing of each other.
    CompletableFuture<EmbeddedFlink> flinkStart =
        CompletableFuture.supplyAsync(
            () -> uncheck(() -> EmbeddedFlink.start(options.flinkPort(), tasks, data)));
    EmbeddedBroker broker;
    EmbeddedFlink cluster;
    try {
      broker = closeLater(EmbeddedBroker.start(data.broker(), options.kafkaPort()));
    } finally {
      cluster = closeLater(flinkStart.join());
    }
    JobSettings local = localSettings(options, given, broker, tasks, data);
    notices.addAll(ClassificationJob.unknownProperties(given));
    notices.addAll(Topics.prepare(broker.bootstrapServers(), local, tasks, options.alterTopics()));
    notices.forEach(notice -> LOG.warn("{}", notice));
    LocalJob started = new LocalJob(cluster, local, data);
    started.start();
    job = started;
    LocalFacade facade = closeLater(LocalFacade.start(options, local, data));
    metricsUrl = facade.metricsUrl();
    cluster.awaitRunning(START_TIMEOUT);
    facade.awaitReady(START_TIMEOUT);
    Addresses addresses =
        new Addresses(
            facade.restUrl(),
            broker.bootstrapServers(),
            "http://" + Ports.LOOPBACK + ":" + options.flinkPort(),
            facade.apiKey(),
            ProcessHandle.current().pid());
    closeLater(data.writeReady(addresses));
    return addresses;
  }

  /** What about settings and topics does not fit, a line each, once it has been started. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** Where the facade's metrics are, once it has been started. */
  public String metricsUrl() {
    return metricsUrl;
  }

  /**
   * Returns when the job has failed for good.
   *
   * @param news is told, in a line, when somebody has ended the job through Flink and it has been
   *     started again
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
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not end cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }

  private synchronized <T extends AutoCloseable> T closeLater(T part) throws Exception {
    if (closed) {
      part.close();
      throw new SandboxException("stopped while starting");
    }
    started.push(part);
    return part;
  }

  /** What was given, except that it runs here and may read what is stored here. */
  private static JobSettings localSettings(
      Options options, JobSettings given, EmbeddedBroker broker, int tasks, DataDirectory data) {
    List<URI> references = new ArrayList<>(given.references());
    references.add(data.images().toUri());
    List<String> flags = new ArrayList<>(options.settings());
    flags.add("--bootstrap-servers=" + broker.bootstrapServers());
    flags.add("--parallelism=" + tasks);
    flags.add(
        "--references=" + references.stream().map(URI::toString).collect(Collectors.joining(",")));
    return JobSettings.read(flags, options.environment());
  }

  private static <T> T uncheck(Callable<T> action) {
    try {
      return action.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static Throwable unwrap(Throwable e) {
    boolean wrapper = e instanceof CompletionException || e instanceof ExecutionException;
    return wrapper && e.getCause() != null ? unwrap(e.getCause()) : e;
  }
}
