package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.AsyncApi;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The demo page, the feed's, that of the models, the API's documentation and their parts, which are
 * read once, at the start.
 */
final class Pages {

  /** Allows nothing from elsewhere, and no script or style within a page. */
  private static final String STRICT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /**
   * Swagger UI sets styles within its page, draws icons from its own code and shows what it has
   * downloaded.
   */
  private static final String DOCS =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

  private static final List<String> SCRIPTS =
      List.of(
          "card",
          "charts",
          "client",
          "copy",
          "demo",
          "detail",
          "element",
          "feed-client",
          "feed-photographs",
          "format",
          "gallery",
          "key",
          "live",
          "models",
          "models-client",
          "operator-client",
          "operator-page",
          "queue",
          "verdict");

  private static final String GZIP = "gzip";

  private final Map<String, Page> byPath = new TreeMap<>();

  /**
   * A page or a part of one.
   *
   * @param zipped the same bytes with gzip, made once, since a large script takes 0.1 s
   */
  private record Page(Buffer bytes, Buffer zipped, String mediaType, String policy, String tag) {}

  /** Reads all pages, and describes the two topics. */
  Pages(Settings settings) throws IOException {
    add("/", "pages/index.html", "text/html; charset=utf-8", STRICT);
    add("/page.css", "pages/page.css", "text/css; charset=utf-8", STRICT);
    add("/demo.css", "pages/demo.css", "text/css; charset=utf-8", STRICT);
    add("/live", "pages/live.html", "text/html; charset=utf-8", STRICT);
    add("/live.css", "pages/live.css", "text/css; charset=utf-8", STRICT);
    add("/models", "pages/models.html", "text/html; charset=utf-8", STRICT);
    add("/models.css", "pages/models.css", "text/css; charset=utf-8", STRICT);
    add("/operator.css", "pages/operator.css", "text/css; charset=utf-8", STRICT);
    for (String name : SCRIPTS) {
      add("/" + name + ".js", "pages/" + name + ".js", "text/javascript; charset=utf-8", STRICT);
    }
    add("/icon.svg", "pages/icon.svg", "image/svg+xml", STRICT);
    for (String name : new String[] {"chelsea.png", "coffee.png", "tripod.png"}) {
      String type = name.endsWith(".png") ? "image/png" : "image/jpeg";
      add("/photographs/" + name, "pages/photographs/" + name, type, STRICT);
    }
    add("/openapi.json", "openapi.json", "application/json", STRICT);
    String requests = settings.get(TopicSettings.REQUESTS_TOPIC);
    String results = settings.get(TopicSettings.RESULTS_TOPIC);
    byte[] topics = AsyncApi.document(requests, results).toPrettyString().getBytes(UTF_8);
    add("/asyncapi.json", topics, "application/json", STRICT);
    add("/docs", "pages/docs.html", "text/html; charset=utf-8", DOCS);
    add("/docs.css", "pages/docs.css", "text/css; charset=utf-8", DOCS);
    add("/docs.js", "pages/docs.js", "text/javascript; charset=utf-8", DOCS);
    add("/docs/swagger-ui.css", SWAGGER_UI + "swagger-ui.css", "text/css; charset=utf-8", DOCS);
    add(
        "/docs/swagger-ui-bundle.js",
        SWAGGER_UI + "swagger-ui-bundle.js",
        "text/javascript; charset=utf-8",
        DOCS);
  }

  /** The paths of all pages. */
  Iterable<String> paths() {
    return byPath.keySet();
  }

  void send(RoutingContext context, String path) {
    Page page = byPath.get(path);
    if (page == null) {
      throw ApiException.notFound("Page");
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, page.mediaType())
        .putHeader("content-security-policy", page.policy())
        .putHeader("referrer-policy", "no-referrer")
        // Browsers ask each time, and are sent a page only if it has changed.
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    boolean zipped = takesGzip(context);
    context.etag(zipped ? page.tag() + "-gzip" : page.tag());
    if (context.isFresh()) {
      context.response().setStatusCode(304);
      context.end();
    } else if (zipped) {
      context.response().putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
      context.end(page.zipped());
    } else {
      context.end(page.bytes());
    }
  }

  private static boolean takesGzip(RoutingContext context) {
    return context.parsedHeaders().acceptEncoding().stream()
        .anyMatch(accepted -> accepted.value().equals(GZIP) && accepted.weight() > 0);
  }

  /** The small photograph that readiness is probed with. */
  static byte[] probe() throws IOException {
    return resource("probe.jpg");
  }

  private void add(String path, String resource, String mediaType, String policy)
      throws IOException {
    add(path, resource(resource), mediaType, policy);
  }

  private void add(String path, byte[] bytes, String mediaType, String policy) throws IOException {
    byPath.put(
        path,
        new Page(
            Buffer.buffer(bytes),
            Buffer.buffer(zip(bytes)),
            mediaType,
            policy,
            DigestUtils.sha256Hex(bytes).substring(0, 16)));
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("the jar lacks " + name);
      }
      return in.readAllBytes();
    }
  }
}
