package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  private final MovingClock clock = new MovingClock();

  @TempDir Path folder;
  private Path path;
  private KeyFile file;
  private ApiKeys keys;

  @BeforeEach
  void set() {
    path = folder.resolve("sub/keys.json");
    file = new KeyFile(path, clock);
    keys = new ApiKeys(path, clock);
  }

  @Test
  void knowsTheKeyThatItHasMade() throws IOException {
    String live = file.create("ann", KeyMode.LIVE, 100);
    String test = file.create("bob", KeyMode.TEST, 10);
    assertThat(live).matches("live_[0-9a-f]{40}");
    assertThat(test).matches("test_[0-9a-f]{40}");
    keys.reload();
    ApiKey found = keys.find(live).orElseThrow();
    assertThat(found.account()).isEqualTo("ann");
    assertThat(found.mode()).isEqualTo(KeyMode.LIVE);
    assertThat(found.perMinute()).isEqualTo(100);
    assertThat(found.created()).isEqualTo("2026-11-25T03:00:00Z");
    assertThat(keys.find(test)).map(ApiKey::account).contains("bob");
    assertThat(file.read()).first().matches(stored -> stored.isOf(live));
  }

  @Test
  void knowsNoOther() throws IOException {
    String key = file.create("ann", KeyMode.LIVE, 100);
    keys.reload();
    char last = key.charAt(key.length() - 1);
    String similar = key.substring(0, key.length() - 1) + (last == '0' ? '1' : '0');
    for (String other :
        new String[] {
          similar,
          key + "0",
          key.substring(0, 20),
          key.replace("live_", "test_"),
          "live_",
          "",
          "x".repeat(10_000)
        }) {
      assertThat(keys.find(other)).as(other).isEmpty();
    }
  }

  @Test
  void storesNothingThatTellsAKey() throws IOException {
    String key = file.create("ann", KeyMode.LIVE, 100);
    keys.reload();
    String secret = key.substring("live_".length() + 8);
    assertThat(Files.readString(path)).doesNotContain(secret);
    assertThat(keys.find(key)).asString().doesNotContain(secret, file.read().get(0).hash());
  }

  @Test
  void aRevokedKeyIsGoneWithTheNextReload() throws IOException {
    String key = file.create("ann", KeyMode.LIVE, 100);
    String other = file.create("ann", KeyMode.LIVE, 100);
    keys.reload();
    assertThat(file.revoke(file.read().get(0).id())).isTrue();
    assertThat(file.revoke("00000000")).isFalse();
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
    keys.reload();
    assertThat(keys.find(key)).isEmpty();
    assertThat(keys.find(other)).isPresent();
  }

  @Test
  void aBrokenFileLeavesTheKeysAsTheyWere() throws IOException {
    String key = file.create("ann", KeyMode.LIVE, 100);
    keys.reload();
    Files.writeString(path, "{");
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
    keys.reload();
    assertThat(keys.find(key)).isPresent();
    assertThatThrownBy(file::read).hasMessageContaining("holds no API keys");
  }

  @Test
  void aMissingFileHasNoKeys() throws IOException {
    assertThat(file.read()).isEmpty();
    keys.reload();
    assertThat(keys.find("live_" + "0".repeat(40))).isEmpty();
  }

  @Test
  void rolesAreKeptAndShown() throws IOException {
    String plain = file.create("ann", KeyMode.LIVE, 100);
    assertThat(Files.readString(path)).as("as before there were roles").doesNotContain("roles");
    String operator = file.create("ops", KeyMode.LIVE, 100, KeyRole.OPERATOR);
    assertThat(Files.readString(path)).containsOnlyOnce("\"roles\" : [ \"operator\" ]");
    keys.reload();
    assertThat(keys.find(operator).orElseThrow().roles()).containsExactly(KeyRole.OPERATOR);
    assertThat(keys.find(plain).orElseThrow().roles()).isEmpty();
  }

  @Test
  void aKeyOfAnEarlierVersionHasNoRoleUntilItIsGivenOne() throws IOException {
    String key = file.create("ann", KeyMode.LIVE, 100);
    String other = file.create("bob", KeyMode.LIVE, 100);
    assertThat(file.grant(key, KeyRole.OPERATOR)).isTrue();
    assertThat(file.grant(key, KeyRole.OPERATOR)).isTrue();
    assertThat(file.grant("live_" + "0".repeat(40), KeyRole.OPERATOR)).isFalse();
    keys.reload();
    assertThat(keys.find(key).orElseThrow().roles()).containsExactly(KeyRole.OPERATOR);
    assertThat(keys.find(other).orElseThrow().roles()).isEmpty();
    assertThat(file.read()).extracting(ApiKey::account).containsExactly("ann", "bob");
  }
}
