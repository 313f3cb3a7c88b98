package io.labelstream.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  static Stream<String> malformed() {
    return Stream.of(
        "",
        "00",
        PARENT.toUpperCase(Locale.ROOT),
        PARENT + "-more",
        PARENT + " ",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-" + "0".repeat(32) + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + "0".repeat(16) + "-01",
        "00-" + TRACE + "-" + SPAN,
        "01-" + TRACE + "-" + SPAN + "-01more",
        "01-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(2000),
        "x".repeat(2000));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void dropsAMalformedParentAndItsState(String traceparent) {
    assertThat(TraceContext.of(Optional.of(traceparent), Optional.of("a=1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rojo=00f067aa0ba902b7",
        "rojo=00f067aa0ba902b7, congo=t61rcWkgMzE",
        "tenant@system=a b",
        "a=1,,b=2",
        "1_-*/z=~"
      })
  void keepsAState(String tracestate) {
    assertThat(TraceContext.of(Optional.of(PARENT), Optional.of(tracestate)))
        .contains(new TraceContext(PARENT, Optional.of(tracestate)));
  }

  static Stream<String> malformedStates() {
    return Stream.of(
        "",
        ",",
        "a",
        "a=",
        "A=1",
        "a=1;b=ü",
        "a=1=2",
        "a=" + "x".repeat(300),
        IntStream.range(0, 33).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining(",")));
  }

  @ParameterizedTest
  @MethodSource("malformedStates")
  void dropsAMalformedStateAlone(String tracestate) {
    assertThat(TraceContext.of(Optional.of(PARENT), Optional.of(tracestate)))
        .contains(new TraceContext(PARENT, Optional.empty()));
  }

  @Test
  void keepsWhatLaterVersionsAppend() {
    String later = "01-" + TRACE + "-" + SPAN + "-01-more";
    assertThat(TraceContext.of(Optional.of(later), Optional.empty()))
        .contains(new TraceContext(later, Optional.empty()));
  }
}
