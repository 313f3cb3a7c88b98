package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.store.TestImages;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may ask of bytes that never change. */
@TestInstance(Lifecycle.PER_CLASS)
class DownloadTest {

  private final byte[] bytes = TestImages.pngOfSize(3, 200_000);
  private TestFacade facade;
  private ApiClient ann;
  private String path;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data);
    ann = facade.client("ann");
    path = download("Käse \"1\"");
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  private String download(String name) throws Exception {
    return "/v1/images/" + ann.upload(name, bytes).json().path("id").asText() + "/download";
  }

  @Test
  void isTakenFromTheCacheAsLongAsItIsThere() throws Exception {
    ApiClient.Response first = ann.get(path);
    assertThat(first.body()).isEqualTo(bytes);
    assertThat(first.header("cache-control")).isEqualTo("private, no-cache");
    assertThat(first.header("content-encoding")).isEmpty();
    String tag = first.header("etag");
    assertThat(tag).matches("\"[0-9a-f]{32}\"");
    ApiClient.Response again = ann.with("if-none-match", "\"x\", " + tag).get(path);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("etag")).isEqualTo(tag);
    assertThat(again.body()).isEmpty();
    assertThat(ann.with("if-none-match", "\"x\"").get(path).status()).isEqualTo(200);
    ApiClient other = facade.client("bob");
    assertThat(other.with("if-none-match", tag).get(path).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-99999, 0, 100000",
    "bytes=65536-131071, 65536, 65536",
    "bytes=199999-, 199999, 1",
    "bytes=199999-300000, 199999, 1",
    "bytes=-10, 199990, 10",
    "bytes=-300000, 0, 200000"
  })
  void isSentInParts(String range, int first, int length) throws Exception {
    ApiClient.Response part = ann.with("range", range).get(path);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, first, first + length));
    assertThat(part.header("content-range"))
        .isEqualTo("bytes " + first + "-" + (first + length - 1) + "/200000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=200000-", "bytes=200000-200001", "bytes=-0"})
  void hasNoPartsBeyondItsEnd(String range) throws Exception {
    ApiClient.Response response = ann.with("range", range).get(path);
    assertThat(response.status()).isEqualTo(416);
    assertThat(response.header("content-range")).isEqualTo("bytes */200000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-1,4-5", "bytes=5-1", "bytes=-", "bytes=a-b", "lines=0-1", "bytes", ""})
  void isSentWholeWhereTheRangeIsNoneOfOurs(String range) throws Exception {
    ApiClient.Response response = ann.with("range", range).get(path);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(bytes);
  }

  @Test
  void isSentWholeWhereTheRangeIsOfOtherBytes() throws Exception {
    ApiClient part = ann.with("range", "bytes=0-9");
    assertThat(part.with("if-range", "\"x\"").get(path).status()).isEqualTo(200);
    String tag = ann.get(path).header("etag");
    assertThat(part.with("if-range", tag).get(path).status()).isEqualTo(206);
  }

  @Test
  void isAnnouncedAsItWouldBeSent() throws Exception {
    ApiClient.Response head = ann.send("HEAD", path, new byte[0]);
    ApiClient.Response get = ann.get(path);
    for (String header :
        new String[] {
          "content-length",
          "content-type",
          "etag",
          "accept-ranges",
          "content-disposition",
          "content-encoding",
          "cache-control"
        }) {
      assertThat(head.header(header)).as(header).isEqualTo(get.header(header));
    }
    assertThat(get.header("accept-ranges")).isEqualTo("bytes");
  }

  @Test
  void isNamedAsItsImage() throws Exception {
    assertThat(ann.get(path).header("content-disposition"))
        .isEqualTo("inline; filename=\"K_se _1_.png\"; filename*=UTF-8''K%C3%A4se%20%221%22.png");
    assertThat(ann.get(download("cat.PNG")).header("content-disposition"))
        .isEqualTo("inline; filename=\"cat.PNG\"; filename*=UTF-8''cat.PNG");
  }
}
