package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.img-processing.com/images/image_a",
        "https://bucket.s3.eu-west-1.amazonaws.com/cat.jpg",
        "https://s3.amazonaws.com/bucket/cat.jpg",
        "https://account.blob.core.windows.net/photographs/cat.jpg",
        "https://pub-1.r2.dev/cat.jpg",
        "https://storage.googleapis.com/bucket/cat.jpg",
        "https://dropbox.com/scl/fi/a/cat.jpg?dl=1",
        "https://www.dropbox.com/scl/fi/a/cat.jpg?dl=1",
        "https://dl.dropboxusercontent.com/s/a/cat.jpg",
        "https://uc0123456789.dl.dropboxusercontent.com/cd/0/get/a/file",
        "https://drive.google.com/uc?export=download&id=a",
        "https://drive.usercontent.google.com/download?id=a&export=download",
        "https://1drv.ms/i/s!a",
        "https://onedrive.live.com/download?resid=a",
        "https://public.bn.files.1drv.com/y4m/cat.jpg",
        "https://my.microsoftpersonalcontent.com/personal/a/_layouts/15/download.aspx"
      })
  void theDefaultLetsServicesRedirectToWhereTheyKeepFiles(String url) {
    assertThat(byDefault().allow(URI.create(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evildropbox.com/",
        "https://dropbox.com.evil.net/",
        "https://usercontent.google.com/",
        "https://4.3.2.1.bc.googleusercontent.com/",
        "https://drive.usercontent.google.com.evil.net/",
        "https://evil1drv.ms/",
        "https://a.1drv.ms/",
        "https://live.com/",
        "https://files.1drv.com.evil.net/",
        "https://evilfiles.1drv.com/",
        "https://evil.microsoftpersonalcontent.com/",
        "https://onedrive.live.com:8443/"
      })
  void theDefaultLetsNothingElseIn(String url) {
    assertThat(byDefault().allow(URI.create(url))).isFalse();
  }

  private static ImportOrigins byDefault() {
    return new ImportOrigins(Settings.defaults(Scope.FACADE).get(ImageSettings.IMPORT_ORIGINS));
  }
}
