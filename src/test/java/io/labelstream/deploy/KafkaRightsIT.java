package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.stack.ModelCommands;
import io.labelstream.stack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The KafkaUsers' rights are enough for job and facade, and for nothing else. */
class KafkaRightsIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Path ROCKET = Path.of("src/test/resources/io/labelstream/vision/rocket.jpg");
  private static final String JOB = "labelstream-job";
  private static final String FACADE = "labelstream-facade";
  private static final String OPERATOR = "labelstream-operator";
  private static final String MODELS = RolloutSettings.MODELS_TOPIC.defaultText();

  @TempDir Path folder;
  private SecuredBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = SecuredBroker.start(folder.resolve("broker"), List.of(JOB, FACADE, OPERATOR));
    broker.apply(Overlay.PRODUCTION.manifests());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  /** Ready means that a photograph has gone to the job and its answer has come back. */
  @ParameterizedTest
  @EnumSource(JobSettings.DeliveryGuarantee.class)
  void jobAndFacadeWorkWithThem(JobSettings.DeliveryGuarantee guarantee) throws Exception {
    String delivery = guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (TestStack stack = stack("--delivery-guarantee=" + delivery)) {
      stack.startFlink(Map.of());
      stack.submitJob();
      stack.startFacade();
      stack.awaitReady();

      // With transactions, the new task looks for those that the lost one has left.
      stack.replaceTaskManager();
      // Nobody has had it classified before the task was lost, so that the job has to.
      await().atMost(TIMEOUT).until(() -> stack.classify(ROCKET).status() == 201);
    }
  }

  /** The operator says what runs, the job hears of it and tells of it, and the facade shows it. */
  @Test
  void theOperatorChangesTheModelAndTheFacadeSeesIt() throws Exception {
    ModelCommands operator = new ModelCommands(folder, flags(OPERATOR));
    ModelCommands facade = new ModelCommands(folder, flags(FACADE));
    try (TestStack stack = stack("--precision=fp32")) {
      stack.startFlink(Map.of());
      stack.submitJob();
      operator.output("use", operator.int8());
      operator.output("shadow", operator.fp32());
      facade.awaitRunning("primary", facade.int8(), 1, TIMEOUT);
      facade.awaitRunning("shadow", facade.fp32(), 1, TIMEOUT);
      stack.startFacade();
      stack.awaitReady();
      assertThat(stack.classify(ROCKET).status()).isEqualTo(201);
      for (ModelCommands one : List.of(operator, facade)) {
        await().atMost(TIMEOUT).until(() -> one.output("compare").contains("1 agree"));
      }
    }
  }

  @Test
  void onlyTheOperatorSaysWhichModelRuns() {
    for (String user : List.of(JOB, FACADE)) {
      assertThatThrownBy(() -> write(user, MODELS))
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
    assertThatThrownBy(() -> write(OPERATOR, TopicSettings.REQUESTS_TOPIC.defaultText()))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void theFacadeMayNotReadRequests() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            client(FACADE), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TopicSettings.REQUESTS_TOPIC.defaultText(), 0)));
      consumer.seekToBeginning(consumer.assignment());
      assertThatThrownBy(() -> consumer.poll(TIMEOUT))
          .isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void neitherMayWriteWhatTheOtherOneWrites() {
    assertThatThrownBy(() -> write(JOB, TopicSettings.REQUESTS_TOPIC.defaultText()))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> write(FACADE, TopicSettings.RESULTS_TOPIC.defaultText()))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  private void write(String user, String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(user), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
    }
  }

  private Map<String, Object> client(String user) {
    Map<String, Object> properties = new HashMap<>(SecuredBroker.login(user));
    properties.put("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }

  private TestStack stack(String flag) throws Exception {
    return new TestStack(
        folder, flags(JOB), flags(FACADE), 1, "--models=" + ModelCommands.registry(folder), flag);
  }

  private List<String> flags(String user) {
    List<String> flags = new ArrayList<>();
    flags.add("--bootstrap-servers=" + broker.bootstrapServers());
    SecuredBroker.login(user).forEach((key, value) -> flags.add("--kafka." + key + "=" + value));
    return flags;
  }
}
