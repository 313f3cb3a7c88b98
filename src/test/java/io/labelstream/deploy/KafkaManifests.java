package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Does what Strimzi's operators do with topics and users. */
final class KafkaManifests {

  private KafkaManifests() {}

  /** Makes the topics, with one replica, and gives the users their rights. */
  static void apply(Admin admin, List<JsonNode> manifests) throws Exception {
    admin.createTopics(topics(manifests)).all().get();
    admin.createAcls(rights(manifests)).all().get();
  }

  /** The topics, for a broker that is the only one. */
  static List<NewTopic> topics(List<JsonNode> manifests) {
    return all("KafkaTopic", manifests)
        .map(
            manifest -> {
              Map<String, String> configuration = Manifests.texts(manifest.at("/spec/config"));
              configuration.remove(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
              return new NewTopic(
                      name(manifest), manifest.at("/spec/partitions").asInt(), (short) 1)
                  .configs(configuration);
            })
        .toList();
  }

  static List<AclBinding> rights(List<JsonNode> manifests) {
    List<AclBinding> rights = new ArrayList<>();
    all("KafkaUser", manifests)
        .forEach(
            manifest ->
                manifest
                    .at("/spec/authorization/acls")
                    .forEach(acl -> rights.addAll(rights(name(manifest), acl))));
    return rights;
  }

  private static Stream<JsonNode> all(String kind, List<JsonNode> manifests) {
    return manifests.stream().filter(manifest -> manifest.path("kind").asText().equals(kind));
  }

  private static String name(JsonNode manifest) {
    return manifest.at("/metadata/name").asText();
  }

  private static List<AclBinding> rights(String user, JsonNode acl) {
    JsonNode resource = acl.path("resource");
    ResourcePattern pattern =
        switch (resource.path("type").asText()) {
          case "topic" -> pattern(ResourceType.TOPIC, resource);
          case "group" -> pattern(ResourceType.GROUP, resource);
          case "transactionalId" -> pattern(ResourceType.TRANSACTIONAL_ID, resource);
          case "cluster" ->
              new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
          default -> throw new IllegalArgumentException(acl.toString());
        };
    List<AclBinding> rights = new ArrayList<>();
    for (JsonNode operation : acl.path("operations")) {
      String constant = operation.asText().replaceAll("(?<=.)(?=[A-Z])", "_");
      rights.add(
          new AclBinding(
              pattern,
              new AccessControlEntry(
                  "User:" + user,
                  "*",
                  AclOperation.valueOf(constant.toUpperCase(Locale.ROOT)),
                  AclPermissionType.ALLOW)));
    }
    return rights;
  }

  private static ResourcePattern pattern(ResourceType type, JsonNode resource) {
    return new ResourcePattern(
        type,
        resource.path("name").asText(),
        switch (resource.path("patternType").asText()) {
          case "literal" -> PatternType.LITERAL;
          case "prefix" -> PatternType.PREFIXED;
          default -> throw new IllegalArgumentException(resource.toString());
        });
  }
}
