package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pods reach and who reaches them, in clusters as they are. */
class NetworkPolicyTest {

  private static final String WAYS = "io.labelstream.deploy.Manifests#all";
  private static final Peer ANYBODY = Peer.pod("another", "another");
  private static final Peer PROMETHEUS = Peer.pod("monitoring", "prometheus");

  @ParameterizedTest
  @MethodSource(WAYS)
  void namesAreResolvedByWhateverServerAClusterHas(Manifests overlay) {
    for (String name : new String[] {"labelstream-job", "labelstream-facade"}) {
      NetworkRules rules = NetworkRules.of(overlay, name);
      Peer ofTheCluster = Peer.pod("kube-system", "coredns");
      Peer ofTheNode = Peer.address("169.254.20.10");
      assertThat(rules.letsOutUdp(ofTheCluster, 53) && rules.letsOut(ofTheCluster, 53)).isTrue();
      assertThat(rules.letsOutUdp(ofTheNode, 53) && rules.letsOut(ofTheNode, 53)).isTrue();
      assertThat(rules.letsOutUdp(Peer.pod("openshift-dns", "dns"), 5353)).isTrue();
      assertThat(rules.letsOutUdp(Peer.address("203.0.113.1"), 53)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void kafkaIsStrimzisInThisNamespace(Overlay overlay) {
    Peer broker = Peer.labelled("labelstream", Map.of("strimzi.io/cluster", "kafka"));
    for (String name : new String[] {"labelstream-job", "labelstream-facade"}) {
      assertThat(NetworkRules.of(overlay, name).letsOut(broker, 9093)).isTrue();
      assertThat(NetworkRules.of(overlay, name).letsOut(ANYBODY, 9093)).isFalse();
    }
  }

  @Test
  void withoutStrimziKafkaIsAnywhere() {
    for (String name :
        new String[] {"labelstream-job", "labelstream-facade", "labelstream-topics"}) {
      NetworkRules rules = NetworkRules.of(new StandaloneOverlay(), name);
      assertThat(rules.letsOut(Peer.address("10.1.2.3"), 9093)).isTrue();
      assertThat(rules.letsOut(ANYBODY, 9093)).isTrue();
      assertThat(rules.letsOutUdp(Peer.pod("kube-system", "coredns"), 53)).isTrue();
      assertThat(rules.letsOut(ANYBODY, 22)).isFalse();
    }
  }

  /** For leadership and checkpoints; the store may be anywhere that is asked by TLS. */
  @ParameterizedTest
  @MethodSource(WAYS)
  void theJobReachesItselfKubernetesAndItsStore(Manifests overlay) {
    NetworkRules job = NetworkRules.of(overlay, "labelstream-job");
    assertThat(job.letsOut(Peer.pod("labelstream", "labelstream-job"), 41_234)).isTrue();
    assertThat(job.letsIn(Peer.pod("labelstream", "labelstream-job"), 41_234)).isTrue();
    assertThat(job.letsOut(Peer.address("10.96.0.1"), 443)).isTrue();
    assertThat(job.letsOut(Peer.address("10.0.0.7"), 6443)).isTrue();
    assertThat(job.letsOut(Peer.address("52.216.0.1"), 443)).isTrue();
    assertThat(job.letsOut(Peer.address("52.216.0.1"), 25)).isFalse();
    assertThat(job.letsIn(PROMETHEUS, 9249)).isTrue();
    assertThat(job.letsIn(ANYBODY, 9249)).isFalse();
  }

  /** Flink's port has no login, and without an operator nobody else has to reach it. */
  @Test
  void standaloneLetsNobodyElseToFlinksPort() {
    NetworkRules job = NetworkRules.of(new StandaloneOverlay(), "labelstream-job");
    assertThat(job.letsIn(Peer.pod("default", "flink-kubernetes-operator"), 8081)).isFalse();
    assertThat(job.letsIn(PROMETHEUS, 8081)).isFalse();
    assertThat(job.letsIn(Peer.pod("labelstream", "labelstream-facade"), 8081)).isFalse();
  }

  /** It fetches what clients name: whatever it checks itself, a policy holds, too. */
  @ParameterizedTest
  @MethodSource(WAYS)
  void theFacadeFetchesFromPublicAddressesAlone(Manifests overlay) {
    NetworkRules facade = NetworkRules.of(overlay, "labelstream-facade");
    assertThat(facade.letsOut(Peer.address("203.0.113.1"), 443)).isTrue();
    for (String inside :
        new String[] {"10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"}) {
      assertThat(facade.letsOut(Peer.address(inside), 443)).as(inside).isFalse();
      assertThat(facade.letsOut(Peer.address(inside), 80)).as(inside).isFalse();
    }
    assertThat(facade.letsIn(ANYBODY, 8080)).isTrue();
    assertThat(facade.letsIn(ANYBODY, 8082)).isFalse();
    assertThat(facade.letsIn(PROMETHEUS, 8082)).isTrue();
  }

  @Test
  void replicasOfTheFacadeReachTheirDatabase() {
    Peer database = Peer.address("10.1.2.3");
    assertThat(NetworkRules.of(Overlay.SMALL, "labelstream-facade").letsOut(database, 5432))
        .isFalse();
    assertThat(NetworkRules.of(Overlay.PRODUCTION, "labelstream-facade").letsOut(database, 5432))
        .isTrue();
    assertThat(
            NetworkRules.of(new StandaloneOverlay(), "labelstream-facade").letsOut(database, 5432))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"labelstream-job", "labelstream-facade"})
  void metadataServicesAndAStoreInTheClusterAreOpenToWhoAddsThem(String name) throws IOException {
    Manifests overlay = new StandaloneOverlay();
    Peer node = Peer.address("169.254.169.254");
    Peer podIdentity = Peer.address("169.254.170.23");
    Peer workloadIdentity = Peer.address("169.254.169.252");
    Peer store = Peer.pod("minio", "minio");
    NetworkRules without = NetworkRules.of(overlay, name);
    assertThat(without.letsOut(node, 80)).isFalse();
    assertThat(without.letsOut(podIdentity, 80)).isFalse();
    assertThat(without.letsOut(workloadIdentity, 988)).isFalse();
    assertThat(without.letsOut(store, 9000)).isFalse();
    NetworkRules with = NetworkRules.ofAll(overlay, name);
    assertThat(with.letsOut(node, 80)).isTrue();
    assertThat(with.letsOut(podIdentity, 80)).isTrue();
    assertThat(with.letsOut(workloadIdentity, 988)).isTrue();
    assertThat(with.letsOut(store, 9000)).isTrue();
    assertThat(with.letsOut(Peer.address("10.0.1.2"), 443)).isTrue();
    assertThat(with.letsOut(Peer.address("192.168.1.1"), 80)).isFalse();
    assertThat(with.letsIn(ANYBODY, 9249)).isFalse();
  }
}
