package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the vendor's node SDK 1.2.0 sends, by ky 1.7.2 and the fetch of Node 20; but it also takes
 * gzip, and keeps connections.
 */
@TestInstance(Lifecycle.PER_CLASS)
class VendorClientTest {

  /** The SDK takes this off a link before it follows it. */
  private static final String VENDOR = "https://api.img-processing.com/";

  private static final String BOUNDARY = "----formdata-undici-073031010859";

  private TestFacade facade;
  private Sdk ann;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--public-url=https://api.img-processing.com");
    ann = sdk("ann");
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  @Test
  void pagesOfImagesAreTurnedToAndFro() throws Exception {
    Sdk lister = sdk("lister");
    List<String> ids = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      facade.clock.advance(Duration.ofMillis(1));
      ids.add(0, lister.upload(seed).path("id").asText());
    }
    assertThat(ids(lister.get("v1/images?take=undefined&from=undefined"))).isEqualTo(ids);
    JsonNode first = lister.get("v1/images?take=2&from=undefined");
    assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
    JsonNode second = lister.get(afterPrefix(first.path("links").path("next")));
    assertThat(ids(second)).isEqualTo(ids.subList(2, 3));
    assertThat(second.path("links").path("next").isNull()).isTrue();
    assertThat(lister.get(afterPrefix(second.path("links").path("previous")))).isEqualTo(first);
    assertThat(ids(lister.get("v1/images?take=undefined&from=" + ids.get(1)))).hasSize(2);
  }

  @Test
  void anImageIsUploadedClassifiedAndDeleted() throws Exception {
    JsonNode image = ann.upload(7);
    String path = "v1/images/" + image.path("id").asText();
    assertThat(image.path("id").asText()).matches("^image_[a-zA-Z0-9]{24}$");
    assertThat(ann.get(path)).isEqualTo(image);
    assertThat(ann.send("GET", path + "/download", "", "").body()).isEqualTo(TestImages.png(7));
    ApiClient.Response labels = ann.postJson(path + "/classify", "{}");
    assertThat(labels.status()).isEqualTo(201);
    assertThat(labels.json().path("main_label").asText()).isEqualTo("Tabby");
    assertThat(ann.send("DELETE", path, "", "").status()).isEqualTo(204);
    assertThat(ann.send("GET", path, "", "").status()).isEqualTo(404);
  }

  @Test
  void anUrlThatIsNotAllowedIsAnErrorObject() throws Exception {
    ApiClient.Response refused =
        ann.postJson("v1/images", "{\"url\":\"https://example.com/a.jpg\",\"name\":\"a\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.errors()).containsExactly("url must be an https URL of an allowed origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish",
        "unpublish",
        "visualize",
        "convert",
        "resize",
        "crop",
        "mirror",
        "rotate",
        "blur",
        "modulate",
        "remove-background",
        "watermark",
        "imagine"
      })
  void itsOtherCallsAreSaidNotToBeOffered(String call) throws Exception {
    String path =
        "v1/images/" + (call.equals("imagine") ? call : "image_000000000000000000000000/" + call);
    ApiClient.Response refused = ann.postJson(path, "{\"name\":\"a\"}");
    assertThat(refused.status()).isEqualTo(404);
    JsonNode error = refused.json();
    assertThat(error.path("type").asText())
        .isEqualTo("https://docs.img-processing.com/errors/not-found");
    assertThat(error.path("error").asText()).isEqualTo("Not Found");
    assertThat(error.path("status").asInt()).isEqualTo(404);
    assertThat(error.path("message").asText())
        .isEqualTo("This server does not offer the call " + call + ".");
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      assertThat(ann.send(method, path, "", "").json()).isEqualTo(error);
    }
    assertThat(facade.anonymous().post("/" + path).status()).isEqualTo(401);
  }

  private static String afterPrefix(JsonNode link) {
    assertThat(link.asText()).startsWith(VENDOR);
    return link.asText().substring(VENDOR.length());
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("data").forEach(image -> ids.add(image.path("id").asText()));
    return ids;
  }

  private Sdk sdk(String account) throws IOException, InterruptedException {
    return new Sdk(new RawHttp(facade.port(), 10_000), facade.key(account, KeyMode.TEST, 100_000));
  }

  private record Sdk(RawHttp http, String key) {

    JsonNode upload(int seed) throws IOException {
      String part = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=";
      String form =
          (part + "\"name\"\r\n\r\ntest_image\r\n")
              + (part + "\"image\"; filename=\"blob\"\r\nContent-Type: image/png\r\n\r\n")
              + new String(TestImages.png(seed), ISO_8859_1)
              + ("\r\n--" + BOUNDARY + "--\r\n");
      String type = "content-type: multipart/form-data; boundary=" + BOUNDARY + "\r\n";
      ApiClient.Response created = send("POST", "v1/images/upload", type, form);
      assertThat(created.status()).as(created.text()).isEqualTo(201);
      return created.json();
    }

    JsonNode get(String path) throws IOException {
      ApiClient.Response response = send("GET", path, "", "");
      assertThat(response.status()).as(response.text()).isEqualTo(200);
      return response.json();
    }

    ApiClient.Response postJson(String path, String json) throws IOException {
      return send("POST", path, "content-type: application/json\r\n", json);
    }

    ApiClient.Response send(String method, String path, String type, String body)
        throws IOException {
      String length = method.equals("POST") ? "content-length: " + body.length() + "\r\n" : "";
      return http.send(
          (method + " /" + path + " HTTP/1.1\r\nhost: api.img-processing.com\r\n")
              + ("connection: close\r\nx-api-key: " + key + "\r\n" + type)
              + "accept: */*\r\naccept-language: *\r\nsec-fetch-mode: cors\r\nuser-agent: node\r\n"
              + ("accept-encoding: identity\r\n" + length + "\r\n" + body));
    }
  }
}
