package io.labelstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.TopicClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feed that is counted: exactly-once, at 80 % of what the job can do, while its primary is
 * changed ten times and once to a model that does not load.
 */
@Tag("long")
class CountedSwapIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int PHOTOGRAPHS = 1000;
  private static final int SWAPS = 10;
  private static final int TO_MEASURE = 60;
  private static final double LOAD = 0.8;

  @TempDir private Path folder;
  private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger sent = new AtomicInteger();

  /** How often each has been answered, by {@code ce_id}, and with which models how many. */
  private final Map<String, Integer> answers = new HashMap<>();

  private final Map<String, Integer> answered = new HashMap<>();

  /** What has been started, the newest first. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private EmbeddedBroker broker;
  private TestStack stack;
  private ModelCommands models;
  private TopicClient client;
  private byte[] photograph;

  @BeforeEach
  void start() throws Exception {
    photograph = Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    broker = EmbeddedBroker.start(folder.resolve("broker"), Ports.free());
    started.push(broker);
    List<String> kafka = List.of("--bootstrap-servers=" + broker.bootstrapServers());
    stack =
        new TestStack(
            Files.createDirectories(folder.resolve("stack")),
            kafka,
            kafka,
            2,
            "--delivery-guarantee=exactly-once",
            "--models=" + ModelCommands.registry(folder),
            // Or a model that has run a minute ago would not be loaded again.
            "--model-linger=10ms",
            "--reuse-answers=0");
    started.push(stack);
    Topics.prepare(broker.bootstrapServers(), stack.job(), 2);
    models = new ModelCommands(folder, broker.bootstrapServers());
    client = new TopicClient(broker.bootstrapServers());
    started.push(client);
    models.output("use", models.fp32());
    stack.startFlink(Map.of());
    stack.submitJob();
  }

  @AfterEach
  void stop() throws Exception {
    sender.shutdownNow();
    for (AutoCloseable one : started) {
      one.close();
    }
  }

  @Test
  void answersEachPhotographOnceWithAModelThatWasNamed() throws Exception {
    double rate = LOAD * measureRate();
    answered.clear();
    Future<?> feed =
        sender.scheduleAtFixedRate(this::send, 0, (long) (1e9 / rate), TimeUnit.NANOSECONDS);
    int first = answers.size();
    for (int swap = 0; swap < SWAPS; swap++) {
      awaitSent(feed, first + swap * PHOTOGRAPHS / SWAPS);
      if (swap == SWAPS / 2) {
        models.useBroken();
      }
      models.use(swap % 2 == 0 ? models.int8() : models.fp32());
    }
    awaitSent(feed, first + PHOTOGRAPHS);
    feed.cancel(false);
    sender.shutdown();
    assertThat(sender.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    awaitAllAnswered();
    // A photograph that is answered after all of them, in each partition, follows what is too many.
    for (int partition = 0; partition < client.requestPartitions(); partition++) {
      client.sendTo(partition, photograph).get();
    }
    int all = sent.get() + client.requestPartitions();
    await().atMost(TIMEOUT).until(() -> read() == all);
    System.out.printf(
        "%d photographs at %.1f a second, answered by %s%n", sent.get() - first, rate, answered);
    assertThat(answers.values()).as("each once").containsOnly(1);
    assertThat(answered).containsOnlyKeys(models.fp32(), models.int8());
    assertThat(stack.hasRestarted()).isFalse();
  }

  /** Photographs a second with the model that is the slower one, from a backlog. */
  private double measureRate() {
    send();
    awaitAllAnswered();
    long start = System.nanoTime();
    for (int i = 0; i < TO_MEASURE; i++) {
      send();
    }
    awaitAllAnswered();
    return TO_MEASURE / ((System.nanoTime() - start) / 1e9);
  }

  private void send() {
    var unused = client.request("id-" + sent.getAndIncrement(), photograph);
  }

  private void awaitSent(Future<?> feed, int photographs) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              if (feed.isDone()) {
                // It goes on for ever unless sending fails, of which this throws the reason.
                feed.get();
              }
              read();
              return sent.get() >= photographs;
            });
  }

  private void awaitAllAnswered() {
    await().atMost(TIMEOUT).until(() -> read() == sent.get());
  }

  /** Returns how many photographs have been answered. */
  private int read() {
    for (ConsumerRecord<byte[], byte[]> answer : client.poll()) {
      answers.merge(TopicClient.header(answer, "ce_id"), 1, Integer::sum);
      answered.merge(TopicClient.header(answer, "ce_model"), 1, Integer::sum);
    }
    return answers.size();
  }
}
