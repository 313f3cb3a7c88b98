package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.tools.local.LocalAddresses;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadyTextTest {

  @Test
  void hasTheAddressesOfBothPagesWithTheKey() {
    StringWriter out = new StringWriter();
    ReadyText.print(
        new PrintWriter(out),
        new LocalAddresses(
            "http://127.0.0.1:8080", "127.0.0.1:9092", "http://127.0.0.1:8081", "live_key", 1),
        "http://127.0.0.1:9250/metrics",
        Path.of("labelstream-data"),
        12.3);
    assertThat(out.toString().lines())
        .containsSequence(
            "  Demo page    http://127.0.0.1:8080/#key=live_key",
            "  Live page    http://127.0.0.1:8080/live#key=live_key",
            "  API          http://127.0.0.1:8080/docs");
  }
}
