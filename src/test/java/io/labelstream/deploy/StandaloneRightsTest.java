package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** The overlay without an operator gives users the rights that Strimzi would, if it is told to. */
class StandaloneRightsTest {

  private static final Pattern COMMAND = Pattern.compile("(?m)^\\s*rights (labelstream-.*)$");
  private static final Pattern OPTION = Pattern.compile("--([a-z-]+) (\\S+)");

  @Test
  void theyAreThoseOfStrimzi() {
    List<AclBinding> given = new ArrayList<>();
    for (MatchResult command : matches(COMMAND, script().replaceAll("\\\\\n\\s*", ""))) {
      given.addAll(rights(command.group(1)));
    }
    assertThat(given)
        .containsExactlyInAnyOrderElementsOf(KafkaManifests.rights(Overlay.PRODUCTION.manifests()));
  }

  /** Its user need not be one that may do that. */
  @Test
  void nothingIsGivenUnasked() {
    assertThat(Manifests.environment(new StandaloneOverlay().topics().at("/spec/template")))
        .containsEntry("GIVE_RIGHTS", "false");
    assertThat(script()).contains("if [ \"$GIVE_RIGHTS\" = true ]; then\n  rights ");
  }

  private static String script() {
    return new StandaloneOverlay()
        .topics()
        .at("/spec/template/spec/containers/0/command/2")
        .asText();
  }

  /** Each operation on each resource, as `kafka-acls.sh` reads its options. */
  private static List<AclBinding> rights(String command) {
    List<MatchResult> options = matches(OPTION, command);
    PatternType pattern =
        command.contains("--resource-pattern-type prefixed")
            ? PatternType.PREFIXED
            : PatternType.LITERAL;
    List<AclBinding> rights = new ArrayList<>();
    for (MatchResult option : options) {
      ResourceType type =
          switch (option.group(1)) {
            case "topic" -> ResourceType.TOPIC;
            case "group" -> ResourceType.GROUP;
            case "transactional-id" -> ResourceType.TRANSACTIONAL_ID;
            default -> ResourceType.UNKNOWN;
          };
      if (type != ResourceType.UNKNOWN) {
        for (MatchResult operation : options) {
          if (operation.group(1).equals("operation")) {
            rights.add(
                new AclBinding(
                    new ResourcePattern(type, option.group(2), pattern),
                    new AccessControlEntry(
                        "User:" + command.substring(0, command.indexOf(' ')),
                        "*",
                        operation(operation.group(2)),
                        AclPermissionType.ALLOW)));
          }
        }
      }
    }
    return rights;
  }

  private static AclOperation operation(String name) {
    return AclOperation.valueOf(name.replaceAll("(?<=.)(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    try (Stream<MatchResult> found = pattern.matcher(text).results()) {
      return found.toList();
    }
  }
}
