package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.Setting;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.tools.sandbox.BrokerFolder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Job and facade would start with what the manifests give them: their own parsers read it. */
class SettingsTest {

  private static Settings job(Overlay overlay) {
    return Settings.read(
        Scope.JOB,
        Manifests.list(overlay.job().at("/spec/job/args")),
        Manifests.environment(overlay.job().at("/spec/podTemplate")));
  }

  private static Settings facade(Overlay overlay) {
    Map<String, String> environment =
        new TreeMap<>(Manifests.environment(overlay.facade().at("/spec/template")));
    // Secrets are not there; this one has to look like what it is.
    environment.computeIfPresent(
        "LABELSTREAM_DATABASE_URL", (name, secret) -> "jdbc:postgresql://db/labelstream");
    return Settings.read(Scope.FACADE, List.of(), environment);
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void jobAndFacadeMeet(Overlay overlay) {
    Settings job = job(overlay);
    Settings facade = facade(overlay);
    assertThat(job.get(TopicSettings.BOOTSTRAP_SERVERS))
        .isEqualTo(facade.get(TopicSettings.BOOTSTRAP_SERVERS));
    assertThat(job.get(TopicSettings.REQUESTS_TOPIC))
        .isEqualTo(facade.get(TopicSettings.REQUESTS_TOPIC));
    assertThat(job.get(TopicSettings.RESULTS_TOPIC))
        .isEqualTo(facade.get(TopicSettings.RESULTS_TOPIC));
    // What the facade stores, the job may read.
    assertThat(job.get(RecordSettings.REFERENCES)).containsExactly(ImageSettings.images(facade));
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void aMisspeltSettingIsNoticed(Overlay overlay) {
    Map<String, String> environment =
        new TreeMap<>(Manifests.environment(overlay.job().at("/spec/podTemplate")));
    environment.put("LABELSTREAM_GROUPID", "x");
    assertThatThrownBy(() -> Settings.read(Scope.JOB, List.of(), environment))
        .hasMessageContaining("LABELSTREAM_GROUPID");
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void portsAreTheDefaults(Overlay overlay) {
    JsonNode ports = overlay.facade().at("/spec/template/spec/containers/0/ports");
    assertThat(ports.at("/0/containerPort").asText()).isEqualTo(ServerSettings.PORT.defaultText());
    assertThat(ports.at("/1/containerPort").asText())
        .isEqualTo(ServerSettings.MANAGEMENT_PORT.defaultText());
    assertThat(facade(overlay).get(ServerSettings.PORT))
        .isEqualTo(ports.at("/0/containerPort").asInt());
    assertThat(facade(overlay).get(ServerSettings.MANAGEMENT_PORT))
        .isEqualTo(ports.at("/1/containerPort").asInt());
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void topicsAreThoseOfTheSettings(Overlay overlay) {
    JsonNode requests = overlay.one("KafkaTopic", TopicSettings.REQUESTS_TOPIC.defaultText());
    JsonNode results = overlay.one("KafkaTopic", TopicSettings.RESULTS_TOPIC.defaultText());
    assertThat(job(overlay).get(TopicSettings.REQUESTS_TOPIC))
        .isEqualTo(TopicSettings.REQUESTS_TOPIC.defaultText());
    assertThat(job(overlay).get(TopicSettings.RESULTS_TOPIC))
        .isEqualTo(TopicSettings.RESULTS_TOPIC.defaultText());
    assertThat(requests.at("/spec/config").path("max.message.bytes").asInt())
        .isEqualTo(BrokerFolder.MAX_REQUEST_BYTES);
    assertThat(results.at("/spec/config").path("max.message.bytes").asInt())
        .isGreaterThanOrEqualTo(job(overlay).get(RecordSettings.MAX_ANSWER_BYTES));
    int tasks =
        Math.max(
            overlay.job().at("/spec/job/parallelism").asInt(),
            overlay
                .job()
                .at("/spec/flinkConfiguration")
                .path("job.autoscaler.vertex.max-parallelism")
                .asInt());
    assertThat(requests.at("/spec/partitions").asInt() % tasks).isZero();
  }

  /** Without a topic for each name, `models` could not be set. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void theControlTopicNamesModelsOfTheImage(Overlay overlay) {
    Settings job = job(overlay);
    assertThat(job.get(ModelSettings.MODELS))
        .contains(URI.create("file:///opt/labelstream/models/"));
    for (Setting<String> topic :
        List.of(
            RolloutSettings.MODELS_TOPIC,
            RolloutSettings.MODELS_STATUS_TOPIC,
            RolloutSettings.SHADOW_TOPIC)) {
      overlay.one("KafkaTopic", job.get(topic));
      assertThat(facade(overlay).get(topic)).isEqualTo(job.get(topic));
    }
    assertThat(overlay.one("KafkaTopic", job.get(RolloutSettings.SHADOW_TOPIC)).at("/spec/config"))
        .isEqualTo(
            overlay.one("KafkaTopic", job.get(TopicSettings.RESULTS_TOPIC)).at("/spec/config"));
  }

  /** The users' rights are for these names. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void rightsAreForTheNamesInUse(Overlay overlay) {
    Settings job = job(overlay);
    List<String> topics =
        Stream.of(
                TopicSettings.REQUESTS_TOPIC,
                TopicSettings.RESULTS_TOPIC,
                RolloutSettings.MODELS_TOPIC,
                RolloutSettings.MODELS_STATUS_TOPIC,
                RolloutSettings.SHADOW_TOPIC)
            .map(job::get)
            .toList();
    assertThat(names(overlay, "labelstream-job", "topic")).containsExactlyElementsOf(topics);
    assertThat(names(overlay, "labelstream-facade", "topic")).containsExactlyElementsOf(topics);
    assertThat(names(overlay, "labelstream-operator", "topic"))
        .containsExactlyElementsOf(topics.subList(1, 5));
    assertThat(names(overlay, "labelstream-job", "group"))
        .containsExactly(job.get(JobSettings.GROUP_ID));
    assertThat(names(overlay, "labelstream-job", "transactionalId"))
        .hasSize(1)
        .allMatch(prefix -> JobSettings.transactionalIdPrefix(job).startsWith(prefix));
  }

  private static List<String> names(Overlay overlay, String user, String resource) {
    return java.util.stream.StreamSupport.stream(
            overlay.one("KafkaUser", user).at("/spec/authorization/acls").spliterator(), false)
        .filter(acl -> acl.at("/resource/type").asText().equals(resource))
        .map(acl -> acl.at("/resource/name").asText())
        .toList();
  }

  @Test
  void exactlyOnceIsASettingAway() {
    Map<String, String> environment =
        new TreeMap<>(Manifests.environment(Overlay.PRODUCTION.job().at("/spec/podTemplate")));
    List<String> arguments =
        new java.util.ArrayList<>(Manifests.list(Overlay.PRODUCTION.job().at("/spec/job/args")));
    arguments.add("--delivery-guarantee=exactly-once");
    assertThat(Settings.read(Scope.JOB, arguments, environment).get(JobSettings.DELIVERY_GUARANTEE))
        .isEqualTo(JobSettings.DeliveryGuarantee.EXACTLY_ONCE);
  }
}
