package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,       10.255.0.1,       true",
    "10.0.0.0/8,       11.0.0.1,         false",
    "192.0.2.128/25,   192.0.2.127,      false",
    "192.0.2.128/25,   192.0.2.255,      true",
    "192.0.2.7,        192.0.2.7,        true",
    "192.0.2.7,        192.0.2.6,        false",
    "0.0.0.0/0,        203.0.113.9,      true",
    "0.0.0.0/0,        2001:db8::1,      false",
    "2001:db8::/32,    2001:db8:ffff::1, true",
    "2001:db8::/32,    2001:db9::1,      false",
    "::/0,             2001:db9::1,      true",
    "::1,              ::1,              true",
  })
  void containsWhatBeginsAlike(String range, String address, boolean contained) {
    assertThat(AddressRange.parse(range).contains(AddressRange.address(address).orElseThrow()))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "10.0.0/8",
        "256.0.0.0/8",
        "2001:db8::/129",
        "2001::db8::/32",
        "g::/8",
        "/8",
        "10.0.0.0/8/8"
      })
  void isNothingElse(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
