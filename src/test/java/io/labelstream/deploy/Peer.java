package io.labelstream.deploy;

import java.util.Map;
import java.util.Optional;

/** Who is at the other end of a connection: a pod in a namespace, or an address outside. */
record Peer(Map<String, String> namespace, Map<String, String> labels, Optional<String> address) {

  /** A pod, known by the name label that charts and our manifests give. */
  static Peer pod(String namespace, String name) {
    return labelled(namespace, Map.of("app.kubernetes.io/name", name));
  }

  static Peer labelled(String namespace, Map<String, String> labels) {
    return new Peer(Map.of("kubernetes.io/metadata.name", namespace), labels, Optional.empty());
  }

  static Peer address(String address) {
    return new Peer(Map.of(), Map.of(), Optional.of(address));
  }
}
