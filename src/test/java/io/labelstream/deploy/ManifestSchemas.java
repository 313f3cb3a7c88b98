package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The schemas of Kubernetes' own kinds and of the custom ones that {@code deploy/} uses. */
final class ManifestSchemas {

  /** By kind: the definition's name in one of fabric8's jars. */
  private static final Map<String, String> DEFINITIONS =
      Map.ofEntries(
          Map.entry("ConfigMap", "kubernetes_core_ConfigMap"),
          Map.entry("PersistentVolumeClaim", "kubernetes_core_PersistentVolumeClaim"),
          Map.entry("Service", "kubernetes_core_Service"),
          Map.entry("ServiceAccount", "kubernetes_core_ServiceAccount"),
          Map.entry("Deployment", "kubernetes_apps_Deployment"),
          Map.entry("Job", "kubernetes_batch_v1_Job"),
          Map.entry("HorizontalPodAutoscaler", "kubernetes_autoscaling_v2_HorizontalPodAutoscaler"),
          Map.entry("NetworkPolicy", "kubernetes_networking_v1_NetworkPolicy"),
          Map.entry("PodDisruptionBudget", "kubernetes_policy_v1_PodDisruptionBudget"),
          Map.entry("Role", "kubernetes_rbac_v1_Role"),
          Map.entry("RoleBinding", "kubernetes_rbac_v1_RoleBinding"),
          Map.entry("PodMonitor", "os_monitoring_v1_PodMonitor"),
          Map.entry("PrometheusRule", "os_monitoring_v1_PrometheusRule"),
          Map.entry("ServiceMonitor", "os_monitoring_v1_ServiceMonitor"));

  /**
   * What the CRDs of released operators list: those of 1.13.0 to 1.15.0 these, the one of 1.10.0,
   * which we read, only those before 2.0.
   */
  private static final Set<String> FLINK_VERSIONS_SINCE = Set.of("v2_0", "v2_1", "v2_2");

  private static final String METADATA = "kubernetes_apimachinery_ObjectMeta";

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  private final Map<String, Schema> schemas = new HashMap<>();
  private final Schema metadata;

  ManifestSchemas() throws IOException {
    List<JsonNode> published = new ArrayList<>();
    for (URL url :
        Collections.list(
            ManifestSchemas.class.getClassLoader().getResources("schema/kube-schema.json"))) {
      try (InputStream in = url.openStream()) {
        published.add(Yaml.JSON.readTree(in));
      }
    }
    for (Map.Entry<String, String> kind : DEFINITIONS.entrySet()) {
      schemas.put(kind.getKey(), definition(published, kind.getValue()));
    }
    metadata = definition(published, METADATA);
    schemas.put("FlinkDeployment", registry.getSchema(flinkDeployment()));
    schemas.put("KafkaTopic", registry.getSchema(resource("kafka-topic.json")));
    schemas.put("KafkaUser", registry.getSchema(resource("kafka-user.json")));
  }

  /** Whether nothing is wrong with a manifest; the quicker check is first. */
  boolean take(JsonNode manifest) {
    return RequiredFields.errors(manifest).isEmpty() && errors(manifest).isEmpty();
  }

  /** What is wrong with a manifest; nothing if it is empty. */
  List<String> errors(JsonNode manifest) {
    Schema schema = schemas.get(manifest.path("kind").asText());
    if (schema == null) {
      return List.of("there is no schema for " + manifest.path("kind"));
    }
    List<String> errors = new ArrayList<>(RequiredFields.errors(manifest));
    schema.validate(ofVersionRead(manifest)).stream().map(Error::toString).forEach(errors::add);
    metadata.validate(manifest.path("metadata")).stream()
        .map(error -> "metadata: " + error)
        .forEach(errors::add);
    return errors;
  }

  /** The CRD is read as it was released; what later ones say of versions is looked at here. */
  private static JsonNode ofVersionRead(JsonNode manifest) {
    if (!FLINK_VERSIONS_SINCE.contains(manifest.at("/spec/flinkVersion").asText())) {
      return manifest;
    }
    ObjectNode copy = manifest.deepCopy();
    copy.withObject("/spec").put("flinkVersion", "v1_20");
    return copy;
  }

  static JsonNode resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(ManifestSchemas.class.getResourceAsStream(name))) {
      return Yaml.JSON.readTree(in);
    }
  }

  private Schema definition(List<JsonNode> published, String name) {
    JsonNode definitions =
        published.stream()
            .map(file -> file.path("definitions"))
            .filter(all -> all.has(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no jar has a schema of " + name));
    ObjectNode schema = Yaml.JSON.createObjectNode();
    schema.putArray("allOf").addObject().put("$ref", "#/definitions/" + name);
    schema.set("definitions", definitions);
    return registry.getSchema(ClosedSchema.of(schema));
  }

  private static JsonNode flinkDeployment() throws IOException {
    String crd = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
    JsonNode spec;
    try (InputStream in =
        Objects.requireNonNull(ManifestSchemas.class.getClassLoader().getResourceAsStream(crd))) {
      spec = Yaml.resource(in).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    }
    ObjectNode schema = Yaml.JSON.createObjectNode();
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
    properties.putObject("kind").put("const", "FlinkDeployment");
    properties.putObject("metadata").put("type", "object");
    properties.set("spec", spec);
    schema.putArray("required").add("apiVersion").add("metadata").add("spec");
    return ClosedSchema.of(schema);
  }
}
