package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportOriginsTest {

  private final ImportOrigins origins =
      new ImportOrigins(
          List.of("https://images.example.com", "https://*.r2.dev", "https://a.example.org:8443"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://images.example.com/cat.jpg",
        "https://IMAGES.example.com/cat.jpg",
        "HTTPS://images.example.com:443/cat.jpg?a=b",
        "https://pub-1.r2.dev/cat.jpg",
        "https://a.b.r2.dev/cat.jpg",
        "https://a.example.org:8443/cat.jpg"
      })
  void allows(String url) {
    assertThat(origins.allow(URI.create(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://images.example.com/cat.jpg",
        "https://images.example.com:8443/cat.jpg",
        "https://images.example.com.evil.net/cat.jpg",
        "https://evil-images.example.com/cat.jpg",
        "https://images.example.com@evil.net/cat.jpg",
        "https://user@images.example.com/cat.jpg",
        "https://r2.dev/cat.jpg",
        "https://evilr2.dev/cat.jpg",
        "https://a.example.org/cat.jpg",
        "https://2130706433/cat.jpg",
        "https://[::1]/cat.jpg",
        "https:///cat.jpg",
        "file:///etc/passwd",
        "/cat.jpg"
      })
  void refuses(String url) {
    assertThat(origins.allow(URI.create(url))).isFalse();
  }
}
