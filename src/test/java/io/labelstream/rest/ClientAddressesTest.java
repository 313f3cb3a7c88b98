package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose address a request has that comes from 127.0.0.1. */
class ClientAddressesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7                                  | 192.0.2.7",
        "192.0.2.7:4711                             | 192.0.2.7",
        "2001:db8::17                               | 2001:db8:0:0:0:0:0:17",
        "[2001:db8::17]:4711                        | 2001:db8:0:0:0:0:0:17",
        "192.0.2.7, 10.1.2.3                        | 192.0.2.7",
        "203.0.113.66, 192.0.2.7, 10.1.2.3          | 192.0.2.7",
        "203.0.113.66, unknown, 10.1.2.3            | 10.1.2.3",
        "10.9.9.9, 10.1.2.3                         | 10.9.9.9",
        "localhost                                  | 127.0.0.1",
        "<script>                                   | 127.0.0.1",
        "999.1.1.1                                  | 127.0.0.1",
        "''                                         | 127.0.0.1",
      })
  void areThoseThatTrustedProxiesTell(String forwarded, String client) {
    String[] flags = {"--trusted-proxies=127.0.0.0/8,10.0.0.0/8"};
    assertThat(client(Map.of("x-forwarded-for", forwarded), flags)).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=192.0.2.7                                              | 192.0.2.7",
        "For=\"[2001:db8::17]:4711\";proto=https                    | 2001:db8:0:0:0:0:0:17",
        "for=203.0.113.66, for=192.0.2.7;by=10.1.1.1, for=10.1.2.3  | 192.0.2.7",
        "for=_hidden, for=10.1.2.3                                  | 10.1.2.3",
        "proto=https                                                | 127.0.0.1",
      })
  void areReadAsTheirStandardHasIt(String forwarded, String client) {
    String[] flags = {"--trusted-proxies=127.0.0.1,10.0.0.0/8", "--forwarded-header=forwarded"};
    assertThat(client(Map.of("forwarded", forwarded, "x-forwarded-for", "203.0.113.66"), flags))
        .isEqualTo(client);
  }

  @Test
  void areNotWhatAnybodyTells() {
    Map<String, String> headers = Map.of("x-forwarded-for", "192.0.2.7");
    assertThat(client(headers)).isEqualTo("127.0.0.1");
    assertThat(client(headers, "--trusted-proxies=10.0.0.0/8")).isEqualTo("127.0.0.1");
    assertThat(client(Map.of("forwarded", "for=192.0.2.7"), "--trusted-proxies=127.0.0.1"))
        .as("a header that the proxies do not write")
        .isEqualTo("127.0.0.1");
  }

  @Test
  void areReadFromSeveralHeadersAsFromOne() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("X-Forwarded-For", "203.0.113.66").add("X-Forwarded-For", "192.0.2.7, 10.1.2.3");
    Settings settings =
        Settings.read(Scope.FACADE, List.of("--trusted-proxies=127.0.0.1,10.0.0.0/8"), Map.of());
    assertThat(new ClientAddresses(settings).of("127.0.0.1", headers)).isEqualTo("192.0.2.7");
  }

  private static String client(Map<String, String> headers, String... flags) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    Settings settings = Settings.read(Scope.FACADE, List.of(flags), Map.of());
    return new ClientAddresses(settings).of("127.0.0.1", all);
  }
}
