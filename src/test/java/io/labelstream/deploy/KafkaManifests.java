package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Does what Strimzi's operators do with topics and users. */
final class KafkaManifests {

  private KafkaManifests() {}

  /** Makes the topics, with one replica, and gives the users their rights. */
  static void apply(Admin admin, List<JsonNode> manifests) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    List<AclBinding> rights = new ArrayList<>();
    for (JsonNode manifest : manifests) {
      String name = manifest.at("/metadata/name").asText();
      switch (manifest.path("kind").asText()) {
        case "KafkaTopic" ->
            topics.add(new NewTopic(name, manifest.at("/spec/partitions").asInt(), (short) 1));
        case "KafkaUser" ->
            manifest
                .at("/spec/authorization/acls")
                .forEach(acl -> rights.addAll(rights(name, acl)));
        default -> {
          // Nothing of Kafka's.
        }
      }
    }
    admin.createTopics(topics).all().get();
    admin.createAcls(rights).all().get();
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
