package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** The way to deploy on Kubernetes without any operator. */
final class StandaloneOverlay implements Manifests {

  @Override
  public List<JsonNode> manifests() {
    return Manifests.build("standalone");
  }

  JsonNode jobManager() {
    return one("Deployment", "labelstream-jobmanager");
  }

  JsonNode taskManager() {
    return one("Deployment", "labelstream-taskmanager");
  }

  JsonNode topics() {
    return one("Job", "labelstream-topics");
  }

  @Override
  public Stream<JsonNode> podTemplates() {
    return Stream.of(jobManager(), taskManager(), facade(), topics())
        .map(manifest -> manifest.at("/spec/template"));
  }

  @Override
  public String toString() {
    return "STANDALONE";
  }
}
