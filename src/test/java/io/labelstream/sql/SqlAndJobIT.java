package io.labelstream.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.TopicClient;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same topic of photographs, answered by the job and by a query in one cluster. */
class SqlAndJobIT {

  /** A slot for each of the two. */
  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int PHOTOGRAPHS = 100;
  private static final int BROKEN = 10;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final String LABELS = "labels";
  private static final String MODEL = System.getProperty("labelstream.model", "");

  private static final String TABLES =
      """
      CREATE TABLE requests (
        image BYTES,
        `partition` INT METADATA VIRTUAL,
        `offset` BIGINT METADATA VIRTUAL
      ) WITH (
        'connector' = 'kafka',
        'topic' = 'image-classification.requests',
        'properties.bootstrap.servers' = '@KAFKA',
        'scan.startup.mode' = 'earliest-offset',
        'scan.bounded.mode' = 'latest-offset',
        'format' = 'raw'
      );
      CREATE TABLE labels (
        `position` STRING,
        main_label STRING,
        main_score FLOAT,
        secondary_labels ARRAY<ROW<label STRING, score FLOAT>>,
        error STRING
      ) WITH (
        'connector' = 'kafka',
        'topic' = 'labels',
        'properties.bootstrap.servers' = '@KAFKA',
        'format' = 'json'
      );
      CREATE MODEL resnet50
      INPUT (image BYTES)
      OUTPUT (
        main_label STRING,
        main_score FLOAT,
        secondary_labels ARRAY<ROW<label STRING, score FLOAT>>,
        error STRING
      ) WITH ('provider' = 'labelstream', 'model' = '@MODEL');
      """;

  private static final String QUERY =
      """
      INSERT INTO labels
      SELECT
        'image-classification.requests/' || CAST(`partition` AS STRING) || '/'
          || CAST(`offset` AS STRING),
        main_label, main_score, secondary_labels, error
      FROM ML_PREDICT(TABLE requests, MODEL resnet50, DESCRIPTOR(image))
      """;

  private final JsonMapper json = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  void giveTheSameLabelsAndScores() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, Ports.free())) {
      Settings settings =
          Settings.read(
              Scope.JOB,
              List.of(
                  "--bootstrap-servers=" + broker.bootstrapServers(),
                  "--model=" + MODEL,
                  "--parallelism=1"),
              Map.of());
      Topics.prepare(broker.bootstrapServers(), settings, 1);
      CameraFeed.makeTopics(broker.bootstrapServers(), LABELS);
      try (TopicClient client = new TopicClient(broker.bootstrapServers())) {
        send(client);
        JobClient job = startJob(settings);
        try {
          query(broker.bootstrapServers());
          Map<String, JsonNode> answers = answersOfTheJob(client);
          Map<String, JsonNode> rows = rows(broker.bootstrapServers());
          assertThat(rows.keySet()).isEqualTo(answers.keySet());
          rows.forEach(
              (position, row) -> assertSame(row, Objects.requireNonNull(answers.get(position))));
          assertThat(rows.values()).filteredOn(row -> row.hasNonNull("error")).hasSize(BROKEN);
        } finally {
          job.cancel().orTimeout(1, TimeUnit.MINUTES).join();
        }
      }
    }
  }

  private static void send(TopicClient client) throws Exception {
    List<BufferedImage> photographs =
        List.of(image("chelsea.png"), image("coffee.png"), image("tripod.png"));
    for (int number = 0; number < PHOTOGRAPHS; number++) {
      byte[] image = part(photographs.get(number % 3), number);
      client.send(null, image).get();
    }
    for (int number = 0; number < BROKEN; number++) {
      client.send(null, ("no photograph " + number).getBytes(UTF_8)).get();
    }
  }

  /** The photograph without what is left and above, each time more of it. */
  private static byte[] part(BufferedImage photograph, int number) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(
        photograph.getSubimage(
            number, number, photograph.getWidth() - number, photograph.getHeight() - number),
        "jpeg",
        out);
    return out.toByteArray();
  }

  private static BufferedImage image(String name) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(CameraFeed.photograph(name)));
  }

  private static JobClient startJob(Settings settings) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(
            ClassificationJob.configuration(settings));
    ClassificationJob.define(environment, settings);
    return environment.executeAsync("job");
  }

  private static void query(String bootstrapServers) throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    tables.getConfig().set("parallelism.default", "1");
    String statements = TABLES.replace("@KAFKA", bootstrapServers).replace("@MODEL", MODEL);
    for (String statement : statements.split(";\n", -1)) {
      if (!statement.isBlank()) {
        tables.executeSql(statement);
      }
    }
    tables.executeSql(QUERY).await(TIMEOUT.toMinutes(), TimeUnit.MINUTES);
  }

  private Map<String, JsonNode> answersOfTheJob(TopicClient client) {
    Map<String, JsonNode> answers = new TreeMap<>();
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> record : client.poll()) {
                answers.put(
                    TopicClient.header(record, "ce_requestoffset"), json.readTree(record.value()));
              }
              return answers.size() == PHOTOGRAPHS + BROKEN;
            });
    return answers;
  }

  private Map<String, JsonNode> rows(String bootstrapServers) {
    Map<String, JsonNode> rows = new TreeMap<>();
    try (TopicClient client = new TopicClient(bootstrapServers, LABELS, LABELS)) {
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> record : client.poll()) {
                  JsonNode row = json.readTree(record.value());
                  rows.put(row.path("position").asText(), row);
                }
                return rows.size() == PHOTOGRAPHS + BROKEN;
              });
    }
    return rows;
  }

  private static void assertSame(JsonNode row, JsonNode answer) {
    if (row.hasNonNull("error")) {
      assertThat(answer.path("errors").path(0).asText()).isEqualTo(row.path("error").asText());
      return;
    }
    ObjectNode labels = row.deepCopy();
    labels.remove(List.of("position", "error"));
    assertThat(labels).isEqualTo(answer);
  }
}
