package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.settings.DeliveryGuarantee;
import io.labelstream.settings.FacadeSetting;
import io.labelstream.settings.FacadeSettings;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Setting;
import io.labelstream.tools.sandbox.BrokerFolder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Job and facade would start with what the manifests give them: their own parsers read it. */
class SettingsTest {

  private static JobSettings job(Overlay overlay) {
    return JobSettings.read(
        Overlay.list(overlay.job().at("/spec/job/args")),
        Overlay.environment(overlay.job().at("/spec/podTemplate")));
  }

  private static FacadeSettings facade(Overlay overlay) {
    Map<String, String> environment =
        new TreeMap<>(Overlay.environment(overlay.facade().at("/spec/template")));
    // Secrets are not there; this one has to look like what it is.
    environment.computeIfPresent(
        "LABELSTREAM_DATABASE_URL", (name, secret) -> "jdbc:postgresql://db/labelstream");
    return FacadeSettings.read(List.of(), environment);
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void jobAndFacadeMeet(Overlay overlay) {
    JobSettings job = job(overlay);
    FacadeSettings facade = facade(overlay);
    assertThat(job.bootstrapServers()).isEqualTo(facade.bootstrapServers());
    assertThat(job.requestsTopic()).isEqualTo(facade.requestsTopic());
    assertThat(job.resultsTopic()).isEqualTo(facade.resultsTopic());
    // What the facade stores, the job may read.
    assertThat(job.references()).containsExactly(facade.images());
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void aMisspeltSettingIsNoticed(Overlay overlay) {
    Map<String, String> environment =
        new TreeMap<>(Overlay.environment(overlay.job().at("/spec/podTemplate")));
    environment.put("LABELSTREAM_GROUPID", "x");
    assertThatThrownBy(() -> JobSettings.read(List.of(), environment))
        .hasMessageContaining("LABELSTREAM_GROUPID");
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void portsAreTheDefaults(Overlay overlay) {
    JsonNode ports = overlay.facade().at("/spec/template/spec/containers/0/ports");
    assertThat(ports.at("/0/containerPort").asText()).isEqualTo(FacadeSetting.PORT.defaultValue());
    assertThat(ports.at("/1/containerPort").asText())
        .isEqualTo(FacadeSetting.MANAGEMENT_PORT.defaultValue());
    assertThat(facade(overlay).port()).isEqualTo(ports.at("/0/containerPort").asInt());
    assertThat(facade(overlay).managementPort()).isEqualTo(ports.at("/1/containerPort").asInt());
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void topicsAreThoseOfTheSettings(Overlay overlay) {
    JsonNode requests = overlay.one("KafkaTopic", Setting.REQUESTS_TOPIC.defaultValue());
    JsonNode results = overlay.one("KafkaTopic", Setting.RESULTS_TOPIC.defaultValue());
    assertThat(job(overlay).requestsTopic()).isEqualTo(Setting.REQUESTS_TOPIC.defaultValue());
    assertThat(job(overlay).resultsTopic()).isEqualTo(Setting.RESULTS_TOPIC.defaultValue());
    assertThat(requests.at("/spec/config").path("max.message.bytes").asInt())
        .isEqualTo(BrokerFolder.MAX_REQUEST_BYTES);
    assertThat(results.at("/spec/config").path("max.message.bytes").asInt())
        .isGreaterThanOrEqualTo(job(overlay).maxAnswerBytes());
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

  /** The users' rights are for these names. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void rightsAreForTheNamesInUse(Overlay overlay) {
    JobSettings job = job(overlay);
    assertThat(names(overlay, "labelstream-job", "topic"))
        .containsExactly(job.requestsTopic(), job.resultsTopic());
    assertThat(names(overlay, "labelstream-facade", "topic"))
        .containsExactly(job.requestsTopic(), job.resultsTopic());
    assertThat(names(overlay, "labelstream-job", "group")).containsExactly(job.groupId());
    assertThat(names(overlay, "labelstream-job", "transactionalId"))
        .hasSize(1)
        .allMatch(prefix -> job.transactionalIdPrefix().startsWith(prefix));
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
        new TreeMap<>(Overlay.environment(Overlay.PRODUCTION.job().at("/spec/podTemplate")));
    List<String> arguments =
        new java.util.ArrayList<>(Overlay.list(Overlay.PRODUCTION.job().at("/spec/job/args")));
    arguments.add("--delivery-guarantee=exactly-once");
    assertThat(JobSettings.read(arguments, environment).deliveryGuarantee())
        .isEqualTo(DeliveryGuarantee.EXACTLY_ONCE);
  }
}
