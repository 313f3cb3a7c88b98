package io.labelstream.access;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.QueryStringDecoder;

/**
 * The routes of Flink's REST API that only read: all of its GET routes but {@code yarn-cancel} and
 * {@code yarn-stop}, which end a job, and the plan of a jar, which runs the jar's main method. A
 * route that Flink adds is not among them until somebody has looked at it.
 *
 * @see <a
 *     href="https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/ops/rest_api/">Flink's
 *     REST API</a>
 */
final class ReadingRoutes {

  private static final List<String> PATTERNS =
      List.of(
          "/applications/overview",
          "/applications/:applicationid",
          "/applications/:applicationid/exceptions",
          "/applications/:applicationid/jobmanager/config",
          "/config",
          "/datasets",
          "/datasets/delete/:triggerid",
          "/jars",
          "/jobmanager/config",
          "/jobmanager/environment",
          "/jobmanager/log",
          "/jobmanager/logs",
          "/jobmanager/logs/:filename",
          "/jobmanager/metrics",
          "/jobmanager/profiler",
          "/jobmanager/profiler/:filename",
          "/jobmanager/stdout",
          "/jobmanager/thread-dump",
          "/jobs",
          "/jobs/metrics",
          "/jobs/overview",
          "/jobs/:jobid",
          "/jobs/:jobid/accumulators",
          "/jobs/:jobid/checkpoints",
          "/jobs/:jobid/checkpoints/config",
          "/jobs/:jobid/checkpoints/details/:checkpointid",
          "/jobs/:jobid/checkpoints/details/:checkpointid/subtasks/:vertexid",
          "/jobs/:jobid/checkpoints/:triggerid",
          "/jobs/:jobid/config",
          "/jobs/:jobid/exceptions",
          "/jobs/:jobid/execution-result",
          "/jobs/:jobid/jobmanager/config",
          "/jobs/:jobid/jobmanager/environment",
          "/jobs/:jobid/jobmanager/log-url",
          "/jobs/:jobid/metrics",
          "/jobs/:jobid/plan",
          "/jobs/:jobid/rescales/config",
          "/jobs/:jobid/rescales/details/:rescaleuuid",
          "/jobs/:jobid/rescales/history",
          "/jobs/:jobid/rescales/overview",
          "/jobs/:jobid/rescales/summary",
          "/jobs/:jobid/rescaling/:triggerid",
          "/jobs/:jobid/resource-requirements",
          "/jobs/:jobid/savepoints/:triggerid",
          "/jobs/:jobid/status",
          "/jobs/:jobid/taskmanagers/:taskmanagerid/log-url",
          "/jobs/:jobid/vertices/:vertexid",
          "/jobs/:jobid/vertices/:vertexid/accumulators",
          "/jobs/:jobid/vertices/:vertexid/backpressure",
          "/jobs/:jobid/vertices/:vertexid/flamegraph",
          "/jobs/:jobid/vertices/:vertexid/jm-operator-metrics",
          "/jobs/:jobid/vertices/:vertexid/metrics",
          "/jobs/:jobid/vertices/:vertexid/subtasks/accumulators",
          "/jobs/:jobid/vertices/:vertexid/subtasks/metrics",
          "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex",
          "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/attempts/:attempt",
          "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/attempts/:attempt/accumulators",
          "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/metrics",
          "/jobs/:jobid/vertices/:vertexid/subtasktimes",
          "/jobs/:jobid/vertices/:vertexid/taskmanagers",
          "/jobs/:jobid/vertices/:vertexid/watermarks",
          "/overview",
          "/savepoint-disposal/:triggerid",
          "/taskmanagers",
          "/taskmanagers/metrics",
          "/taskmanagers/:taskmanagerid",
          "/taskmanagers/:taskmanagerid/log",
          "/taskmanagers/:taskmanagerid/logs",
          "/taskmanagers/:taskmanagerid/logs/:filename",
          "/taskmanagers/:taskmanagerid/metrics",
          "/taskmanagers/:taskmanagerid/profiler",
          "/taskmanagers/:taskmanagerid/profiler/:filename",
          "/taskmanagers/:taskmanagerid/stdout",
          "/taskmanagers/:taskmanagerid/thread-dump");

  /** The files of the web UI, each with a dot in its name, which no route of the API has. */
  private static final Pattern WEB_UI =
      Pattern.compile("/|/(assets/([\\w-][\\w.-]*/)*)?[\\w-][\\w-]*(\\.[\\w-]+)+");

  private static final String VERSION = "/v1";

  /** Flink's own router, so that a path means here what it will mean to Flink. */
  private static final Router<Boolean> ROUTER = router();

  private ReadingRoutes() {}

  private static Router<Boolean> router() {
    Router<Boolean> router = new Router<>();
    for (String pattern : PATTERNS) {
      router.addGet(pattern, true);
      router.addGet(VERSION + pattern, true);
    }
    return router;
  }

  /**
   * Whether a GET of this is known to read and no more.
   *
   * @param target a path with its query, as in the request's first line
   */
  static boolean contain(String target) {
    try {
      String path = new QueryStringDecoder(target).path();
      return WEB_UI.matcher(path).matches() || ROUTER.route(HttpMethod.GET, path) != null;
    } catch (IllegalArgumentException e) {
      return false; // A percent-sign that stands for nothing.
    }
  }
}
