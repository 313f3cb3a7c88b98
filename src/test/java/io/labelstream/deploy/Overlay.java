package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One of the ways to deploy on Kubernetes with the operators of Flink, Strimzi and Prometheus. */
enum Overlay implements Manifests {
  SMALL,
  PRODUCTION;

  @Override
  public List<JsonNode> manifests() {
    return Manifests.build(name().toLowerCase(Locale.ROOT));
  }

  JsonNode job() {
    return one("FlinkDeployment", "labelstream");
  }

  @Override
  public Stream<JsonNode> podTemplates() {
    return Stream.of(pod("jobManager"), pod("taskManager"), facade().at("/spec/template"));
  }

  /** As the operator and Flink make it of the templates and the resources. */
  private JsonNode pod(String process) {
    ObjectNode pod = job().at("/spec/podTemplate").deepCopy();
    pod.withObject("/metadata/labels").put("component", process.toLowerCase(Locale.ROOT));
    JsonNode own = job().path("spec").path(process);
    own.at("/podTemplate/spec")
        .properties()
        .forEach(field -> pod.withObject("/spec").set(field.getKey(), field.getValue()));
    ObjectNode container = (ObjectNode) pod.at("/spec/containers/0");
    for (String kind : List.of("requests", "limits")) {
      ObjectNode amounts = container.withObject("/resources/" + kind);
      Map.of("memory", "memory", "cpu", "cpu", "ephemeral-storage", "ephemeralStorage")
          .forEach((name, field) -> amounts.set(name, own.path("resource").path(field)));
    }
    return pod;
  }
}
