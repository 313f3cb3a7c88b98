package io.labelstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.InvalidSettingsException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {

  @Test
  void saysWhatAConsumerWillTake() {
    assertThat(
            ClientSettings.consumer(properties("fetch.max.wait.ms", "5000"))
                .getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG))
        .isEqualTo(5000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fetch.max.wait.ms | soon | Invalid value soon for configuration fetch.max.wait.ms",
        "security.protocol | BAD | Invalid value BAD for configuration security.protocol",
        "max.poll.records | 0 | Invalid value 0 for configuration max.poll.records"
      })
  void saysInASentenceWhatAConsumerWillNotTake(String property, String value, String why) {
    assertThatThrownBy(() -> ClientSettings.consumer(properties(property, value)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageStartingWith("Kafka's consumer cannot be set up: " + why)
        .message()
        .doesNotContain("Exception")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acks | some | Invalid value some for configuration acks",
        "acks=1,enable.idempotence | true | Must set acks to all",
        "delivery.timeout.ms | 10 | delivery.timeout.ms must be at least linger.ms +"
      })
  void saysInASentenceWhatAProducerWillNotTake(String property, String value, String why) {
    Properties properties = new Properties();
    for (String each : (property + "=" + value).split(",", -1)) {
      properties.setProperty(each.split("=", 2)[0], each.split("=", 2)[1]);
    }
    properties.setProperty("bootstrap.servers", "127.0.0.1:9092");
    assertThatThrownBy(() -> ClientSettings.producer(properties))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageStartingWith("Kafka's producer cannot be set up: " + why);
  }

  /** Such as that of a cloud's sign-in, which only those machines have that the job runs on. */
  @Test
  void needsNoClassesThatOtherMachinesHave() {
    Properties properties = properties("sasl.client.callback.handler.class", "com.example.SignIn");
    assertThat(ClientSettings.consumer(properties)).isNotNull();
    assertThat(properties).containsKey("sasl.client.callback.handler.class");
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("com.example.SignIn could not be found");
  }

  /** A provider reads them where the client runs. */
  @Test
  void needsNoFilesThatOtherMachinesHave() {
    Properties properties = properties("config.providers", "file");
    properties.setProperty(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    properties.setProperty("sasl.jaas.config", "${file:/nowhere/login.properties:jaas}");
    assertThat(ClientSettings.consumer(properties)).isNotNull();
    assertThat(ClientSettings.ofAdmin(properties)).isEqualTo(properties);
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("/nowhere/login.properties");
  }

  @Test
  void saysWhatAClientFindsOutWhenItIsMade() {
    Properties properties = properties("security.protocol", "SSL");
    properties.setProperty("ssl.truststore.location", "/nowhere/truststore.jks");
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("/nowhere/truststore.jks")
        .message()
        .startsWith("Kafka's consumer cannot be set up: ")
        .doesNotContain("Exception");
  }

  @Test
  void repeatsNoPassword() {
    Properties properties = properties("security.protocol", "SASL_PLAINTEXT");
    properties.setProperty("sasl.mechanism", "PLAIN");
    properties.setProperty("sasl.jaas.config", "PlainLoginModule password=\"s3cret\"");
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(InvalidSettingsException.class)
        .message()
        .contains("JAAS")
        .doesNotContain("s3cret", "Exception");
  }

  @Test
  void knowsWhatNoClientKnows() {
    assertThat(
            ClientSettings.unknown(
                Set.of(
                    "bogus.setting", "linger.ms", "max.poll.records", "retries", "fetch.min.byte")))
        .containsExactlyInAnyOrder("bogus.setting", "fetch.min.byte");
    assertThat(ClientSettings.unknown(Set.of())).isEmpty();
  }

  /** A reporter, an interceptor or a login may read properties of its own. */
  @Test
  void knowsNotWhatClassesOfOthersKnow() {
    for (String name :
        List.of(
            "metric.reporters", "interceptor.classes", "sasl.login.class", "config.providers")) {
      assertThat(ClientSettings.unknown(Set.of("bogus.setting", name))).as(name).isEmpty();
    }
  }

  private static void open(Properties properties) {
    ClientSettings.openConsumer(properties).close();
  }

  private static Properties properties(String name, String value) {
    Properties properties = new Properties();
    properties.putAll(Map.of("bootstrap.servers", "127.0.0.1:9092", name, value));
    return properties;
  }
}
