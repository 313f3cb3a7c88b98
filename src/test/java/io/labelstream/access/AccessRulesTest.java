package io.labelstream.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

  private static final String HOST = "127.0.0.1:8081";

  @TempDir private Path folder;
  private Path file;
  private BearerSecret secret;
  private AccessRules rules;

  @BeforeEach
  void keepASecret() throws IOException {
    secret = BearerSecret.random();
    file = Files.writeString(folder.resolve("flink-secret"), secret.value());
    rules = rules(file, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8081", "127.0.0.1", "localhost:9", "LOCALHOST:8081", "[::1]:8081"})
  void namesOfThisMachineMayRead(String host) {
    assertThat(rules.refusal(request("GET", "/overview", "host", host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "evil.example", "evil.example:8081", "127.0.0.1.evil.example", "localhost.", "0.0.0.0",
        "127.0.0.1:8081:8081", "localhost:", "127.0.0.2", "::1", "[::1]x", "u@127.0.0.1",
        "127.0.0.1, evil.example", "2130706433", "192.168.0.7:8081"
      })
  void otherNamesMayNot(String host) {
    assertThat(rules.refusal(request("GET", "/overview", "host", host)))
        .get()
        .asString()
        .contains("127.0.0.1, localhost or [::1]");
    assertThat(
            rules.refusal(
                request("GET", "/overview", "host", host, "authorization", secret.authorization())))
        .as("with the secret")
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "origin, http://evil.example",
    "origin, http://localhost:8081",
    "origin, http://127.0.0.1:8080",
    "origin, http://127.0.0.1",
    "origin, http://127.0.0.1:8081.evil.example",
    "origin, null",
    "origin, ''",
    "sec-fetch-site, cross-site",
    "sec-fetch-site, same-site",
    "sec-fetch-site, ''",
    "sec-fetch-site, Same-Origin",
    "sec-fetch-site, something"
  })
  void otherPagesMayNotRead(String name, String value) {
    assertThat(rules.refusal(request("GET", "/", "host", HOST, name, value)))
        .get()
        .asString()
        .contains("address bar");
    assertThat(rules.refusal(request("GET", "/", "host", HOST, name, value, name, own(name))))
        .as("beside one of ours")
        .isPresent();
  }

  private static String own(String name) {
    return name.equals("origin") ? "http://" + HOST : "same-origin";
  }

  @ParameterizedTest
  @CsvSource({
    "origin, http://127.0.0.1:8081",
    "origin, HTTP://127.0.0.1:8081",
    "sec-fetch-site, same-origin",
    "sec-fetch-site, none"
  })
  void itsOwnPageMayRead(String name, String value) {
    assertThat(rules.refusal(request("GET", "/", "host", HOST, name, value))).isEmpty();
    assertThat(rules.refusal(request("POST", "/jobs", "host", HOST, name, value)))
        .as("but not change anything")
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?x",
        "/index.html",
        "/main.37490ce70c181a1a.js",
        "/styles.25112ea7.css",
        "/assets/favicon/favicon-32x32.png",
        "/assets/vs/basic-languages/html/html.js",
        "/overview",
        "/v1/overview",
        "/overview/",
        "/jobs/x/metrics?get=a,b",
        "/taskmanagers/a%3Ab",
        "/jobmanager/logs/a%20b.log"
      })
  void isKnownToRead(String target) {
    assertThat(rules.refusal(request("GET", target, "host", HOST))).isEmpty();
    assertThat(rules.refusal(request("HEAD", target, "host", HOST))).isEmpty();
    assertThat(rules.refusal(request("POST", target, "host", HOST))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/new",
        "/new/route",
        "/jobs/x/new",
        "/v2/overview",
        "/v1/index.html",
        "/index",
        "/.x.js",
        "/assets/.x/a.js",
        "/assets/../a.js",
        "/assets/a",
        "/x/a.js",
        "/assets//a.js",
        "/a..js",
        "/a.js/",
        "/%",
        "/%zz"
      })
  void isNotKnownToRead(String target) {
    assertThat(rules.refusal(request("GET", target, "host", HOST))).isPresent();
    assertThat(
            rules.refusal(
                request("GET", target, "host", HOST, "authorization", secret.authorization())))
        .isEmpty();
  }

  @Test
  void theSecretIsCompared() {
    String value = secret.value();
    assertThat(changes("Bearer " + value)).isTrue();
    assertThat(changes("bearer " + value)).isTrue();
    for (String wrong :
        new String[] {
          "",
          "Bearer",
          "Bearer ",
          value,
          "Basic " + value,
          "Bearer  " + value,
          "Bearer " + value + "0",
          "Bearer " + value.substring(1),
          "Bearer " + value.toUpperCase(Locale.ROOT),
          "Bearer " + BearerSecret.random().value(),
          "Bearer é" + value.substring(1)
        }) {
      assertThat(changes(wrong)).as(wrong).isFalse();
    }
    assertThat(
            rules.refusal(
                request(
                    "POST",
                    "/jobs",
                    "host",
                    HOST,
                    "authorization",
                    "Bearer " + value,
                    "authorization",
                    "Bearer " + value)))
        .as("twice")
        .isPresent();
  }

  @Test
  void withoutASecretThatCanBeReadNothingChanges() throws IOException {
    for (String content : new String[] {"", "\n", "0", secret.value().substring(2)}) {
      Files.writeString(file, content);
      assertThat(changes("Bearer " + content.strip())).as(content).isFalse();
    }
    Files.delete(file);
    assertThat(changes(secret.authorization())).isFalse();
    rules = AccessRules.of(new Configuration());
    assertThat(changes(secret.authorization())).isFalse();
    assertThat(changes("Bearer ")).isFalse();
    assertThat(rules.refusal(request("POST", "/jobs", "host", HOST)))
        .contains("nothing can be changed through this port");
    assertThat(rules.refusal(request("GET", "/overview", "host", HOST))).isEmpty();
  }

  @Test
  void aNewSecretCountsAtOnce() throws IOException {
    BearerSecret other = BearerSecret.random();
    Files.writeString(file, other.value() + "\n");
    assertThat(changes(secret.authorization())).isFalse();
    assertThat(changes(other.authorization())).isTrue();
  }

  /** As behind a network policy, where the operator's program comes by the name of a service. */
  @Test
  void whereTheNetworkIsTrustedProgramsMayChangeAndPagesMayNot() {
    rules = AccessRules.of(trusting());
    String service = "labelstream-rest.labelstream:8081";
    assertThat(rules.refusal(request("GET", "/overview", "host", service))).isEmpty();
    assertThat(rules.refusal(request("PATCH", "/jobs/x", "host", service))).isEmpty();
    assertThat(rules.refusal(request("GET", "/jobs/x/yarn-cancel", "host", service))).isPresent();
    for (String host : new String[] {HOST, "evil.example:8081"}) {
      assertThat(rules.refusal(request("POST", "/jobs", "host", host, "origin", "http://" + host)))
          .isPresent();
      assertThat(rules.refusal(request("POST", "/jobs", "host", host, "sec-fetch-site", "none")))
          .isPresent();
      assertThat(
              rules.refusal(request("GET", "/config", "host", host, "origin", "http://a.example")))
          .isPresent();
    }
  }

  private static Configuration trusting() {
    Configuration configuration = new Configuration();
    configuration.set(AccessOptions.TRUST_NETWORK, true);
    return configuration;
  }

  @Test
  void theSecretIsNotInTexts() {
    assertThat(secret).hasToString("BearerSecret");
    assertThat(rules.refusal(request("POST", "/jobs", "host", HOST)))
        .get()
        .asString()
        .contains("flink-secret", "FLINK_REST_CLIENT_HEADERS")
        .doesNotContain(secret.value(), folder.toString());
  }

  private boolean changes(String authorization) {
    return rules
        .refusal(request("POST", "/jobs", "host", HOST, "authorization", authorization))
        .isEmpty();
  }

  private static AccessRules rules(Path file, boolean trustNetwork) {
    Configuration configuration = new Configuration();
    configuration.set(AccessOptions.SECRET_FILE, file.toString());
    configuration.set(AccessOptions.TRUST_NETWORK, trustNetwork);
    return AccessRules.of(configuration);
  }

  private static HttpRequest request(String method, String target, String... headers) {
    HttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), target);
    for (int i = 0; i < headers.length; i += 2) {
      request.headers().add(headers[i], headers[i + 1]);
    }
    return request;
  }
}
