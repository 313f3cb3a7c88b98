package io.labelstream.tools.cli;

import io.labelstream.tools.local.LocalAddresses;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The text that local mode shows when it is ready. */
final class ReadyText {

  private ReadyText() {}

  static void print(
      PrintWriter out, LocalAddresses addresses, String metricsUrl, Path data, double seconds) {
    out.printf(
        """
        Labelstream is ready (%1$.1f s).

          Demo page    %2$s/#key=%3$s
          Live page    %2$s/live#key=%3$s
          API          %2$s/docs
          API key      %3$s
          Kafka        %4$s
          Flink        %5$s
          Metrics      %6$s
          Data         %7$s

        Classify in a second shell:

          java -jar target/labelstream.jar classify%8$s deploy/photographs

        or over HTTP, with the id of the first answer in the second call:

          curl -H 'x-api-key: %3$s' -F name=coffee -F image=@deploy/photographs/coffee.png %2$s/v1/images/upload
          curl -H 'x-api-key: %3$s' -X POST %2$s/v1/images/ID/classify

        Ctrl-C ends it.
        """,
        seconds,
        addresses.restUrl(),
        addresses.apiKey(),
        addresses.bootstrapServers(),
        addresses.flinkUrl(),
        metricsUrl,
        data.toAbsolutePath().normalize(),
        addresses.bootstrapServers().endsWith(":9092")
            ? ""
            : " --bootstrap-servers " + addresses.bootstrapServers());
    out.flush();
  }
}
