package io.labelstream.rest;

import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import io.labelstream.verdict.ModelsReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which models shall run, and which do.
 *
 * @param time ISO 8601, by the facade's clock
 * @param requestsTopic the topic of the positions that /v1/feed/records takes
 * @param wanted by role; none, where the job's own model answers
 * @param taskManagers what each has said last
 * @param missingTopics those that are not there
 */
record ModelsBody(
    String time,
    String requestsTopic,
    Map<Role, Assignment> wanted,
    List<ModelsStatus> taskManagers,
    List<String> missingTopics) {

  static ModelsBody of(Instant now, String requestsTopic, ModelsReader.Overview overview) {
    return new ModelsBody(
        now.toString(),
        requestsTopic,
        overview.wanted().assignments(),
        overview.taskManagers(),
        overview.missingTopics());
  }
}
