package io.labelstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIdsTest {

  private final ImageIds ids = new ImageIds();

  @Test
  void haveTheFormOfTheApi() {
    String id = ids.next(Instant.parse("2026-11-25T03:00:00Z"));
    assertThat(id).matches("^image_[a-z0-9]{24}$");
    assertThat(ImageIds.isValid(id)).isTrue();
  }

  @Test
  void sortByAge() {
    String older = ids.next(Instant.parse("2026-11-25T03:00:00.000Z"));
    String newer = ids.next(Instant.parse("2026-11-25T03:00:00.001Z"));
    String muchNewer = ids.next(Instant.parse("2099-01-01T00:00:00Z"));
    assertThat(older).isLessThan(newer);
    assertThat(newer).isLessThan(muchNewer);
  }

  @Test
  void differWithinAMillisecond() {
    Set<String> made = new HashSet<>();
    Instant now = Instant.EPOCH;
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next(now));
    }
    assertThat(made).hasSize(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "image_",
        "image_0123456789abcdefghijklm",
        "image_0123456789abcdefghijklmno",
        "image_0123456789ABCDEFGHIJKLMN",
        "image_0123456789abcdefghij/../",
        "image_0123456789abcdefghijklm\0"
      })
  void othersAreNone(String text) {
    assertThat(ImageIds.isValid(text)).isFalse();
  }
}
