package io.labelstream.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsClient;
import io.labelstream.rollout.Role;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.TopicUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The topics about models, as a facade reads them, on a real broker. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaModelsReaderIT {

  private static final String SHADOWS = "image-classification.shadow";
  private static final String RESULTS = "image-classification.results";
  private static final int REQUESTS = 10;

  private Path folder;
  private EmbeddedBroker broker;
  private Settings settings;
  private ModelsReader reader;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    broker = EmbeddedBroker.start(folder, Ports.free());
    settings = settings(broker.bootstrapServers());
    reader = new KafkaModelsReader(settings);
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private static Settings settings(String bootstrapServers) {
    return Settings.read(
        Scope.FACADE, List.of("--bootstrap-servers=" + bootstrapServers), Map.of());
  }

  @Test
  @Order(1)
  void saysWhichTopicsAreMissingAndMakesNone() throws Exception {
    assertThat(reader.overview().missingTopics())
        .containsExactly(
            "image-classification.models",
            "image-classification.models.status",
            "image-classification.shadow");
    assertThat(reader.overview().wanted().assignments()).isEmpty();
    assertThat(reader.compare())
        .isEqualTo(new Report(List.of(), List.of(), 0, 0, 0, List.of(SHADOWS, RESULTS)));
    try (Admin admin = Admin.create(properties())) {
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void tellsWhatIsAnsweredWithoutAShadowsTopic() throws Exception {
    try (Admin admin = Admin.create(properties())) {
      // What is left out is counted in each partition by itself.
      admin.createTopics(List.of(new NewTopic(RESULTS, 1, (short) 1))).all().get();
    }
    try (Producer<byte[], byte[]> producer = ClientSettings.openProducer(properties())) {
      for (int i = 0; i < REQUESTS; i++) {
        producer.send(record(RESULTS, "p@1", i, "Tabby")).get();
      }
    }
    Report report = reader.compare();
    assertThat(report.missingTopics()).containsExactly(SHADOWS);
    assertThat(report.verdicts()).isEmpty();
    assertThat(report.answers())
        .containsExactly(new Report.ModelAnswers("p@1", false, REQUESTS, 0, null));
  }

  @Test
  @Order(3)
  void readsWhatIsOnTheTopics() throws Exception {
    try (Admin admin = Admin.create(properties())) {
      admin.createTopics(List.of(new NewTopic(SHADOWS, 1, (short) 1))).all().get();
    }
    Topics.prepare(
        broker.bootstrapServers(),
        Settings.read(Scope.JOB, List.of("--models=" + folder.toUri()), Map.of()),
        2);
    Assignment assignment = new Assignment(new ModelId("a-fp32@aaaaaaaaaaaa"), 1);
    try (ModelsClient client =
        new ModelsClient(ClientSettings.openProducer(properties()), settings)) {
      client.assign(Role.SHADOW, assignment);
    }
    try (Producer<byte[], byte[]> producer = ClientSettings.openProducer(properties())) {
      for (int i = 0; i < REQUESTS; i++) {
        producer.send(record(SHADOWS, "s@1", i, i < 4 ? "Lynx" : "Tabby")).get();
      }
    }
    assertThat(reader.overview().missingTopics()).isEmpty();
    assertThat(reader.overview().wanted().of(Role.SHADOW)).contains(assignment);
    Report report = reader.compare();
    assertThat(report.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.compared()).isEqualTo(REQUESTS);
              assertThat(verdict.agreed()).isEqualTo(REQUESTS - 4);
            });
    assertThat(report.unmatched() + report.olderShadows() + report.olderAnswers()).isZero();
    assertThat(report.missingTopics()).isEmpty();
  }

  @Test
  @Order(4)
  void comparesNoMoreThanSoManyAndSaysSo() throws Exception {
    try (Consumer<byte[], byte[]> consumer = ClientSettings.openConsumer(properties())) {
      Report report = new ComparedTopics(3, 5, 10).read(consumer, settings);
      assertThat(report.olderShadows()).isEqualTo(REQUESTS - 3);
      assertThat(report.olderAnswers()).isEqualTo(REQUESTS - 5);
      assertThat(report.verdicts().get(0).compared()).isEqualTo(3);
      assertThat(report.verdicts().get(0).agreement()).isEqualTo(1);
      assertThat(report.answers().get(0).answered()).isEqualTo(5);
    }
  }

  @Test
  @Order(5)
  void saysThatABrokerIsAway() throws Exception {
    Settings away =
        Settings.read(
            Scope.FACADE,
            List.of(
                "--bootstrap-servers=127.0.0.1:" + Ports.free(),
                "--kafka.default.api.timeout.ms=1000",
                "--kafka.request.timeout.ms=900"),
            Map.of());
    assertThatThrownBy(new KafkaModelsReader(away)::overview)
        .isInstanceOf(TopicUnavailableException.class)
        .hasMessageContaining("cannot be read");
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String model, int id, String label) {
    String value =
        "{\"main_label\":\"%s\",\"main_score\":0.5,\"secondary_labels\":[]}".formatted(label);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8));
    Map.of(
            "ce_id",
            Integer.toString(id),
            "ce_source",
            "/test",
            "ce_type",
            "io.labelstream.classification.completed.v1",
            "ce_model",
            model)
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }
}
