package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.serve.Program;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each command says of a bad property of Kafka's what is wrong with it, and ends with 2. */
class KafkaPropertiesTest {

  private static final String BAD = "Invalid value BAD for configuration security.protocol";

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();
  private String file;
  private String photographs;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("bad"), "security.protocol=BAD\n").toString();
    photographs = Files.createDirectory(folder.resolve("photographs")).toString();
    Files.writeString(Path.of(photographs, "n02124075_1.png"), "");
  }

  @Test
  void serve() {
    refuses(BAD, "serve", "--kafka.security.protocol=BAD", "--data=" + folder.resolve("data"));
  }

  /** A consumer of the facade's is not made before it reads. */
  @Test
  void serveWithOneOfTheConsumers() {
    refuses(
        "Class no.Interceptor cannot be found",
        "serve",
        "--kafka.consumer.interceptor.classes=no.Interceptor",
        "--data=" + folder.resolve("data"));
  }

  @Test
  void local() throws IOException {
    Path config = Files.writeString(folder.resolve("config"), "kafka.security.protocol=BAD\n");
    refuses(BAD, local(config));
    assertThat(folder.resolve("data/kafka")).as("nothing was started").doesNotExist();
  }

  @Test
  void localWithOneThatOnlyTheFacadeMinds() throws IOException {
    Path config =
        Files.writeString(folder.resolve("config"), "kafka.consumer.request.timeout.ms=100\n");
    refuses("request.timeout.ms must be at least 1000 more than fetch.max.wait.ms", local(config));
    assertThat(folder.resolve("data/kafka")).as("nothing was started").doesNotExist();
  }

  @Test
  void clusterUp() {
    refuses(
        "the broker cannot be set up: Invalid value many for configuration num.partitions",
        "cluster",
        "up",
        "--dir=" + folder.resolve("cluster"),
        "--kafka-setting=num.partitions=many");
    assertThat(folder.resolve("cluster")).doesNotExist();
  }

  @Test
  void clusterSubmit() {
    refuses(
        BAD,
        "cluster",
        "submit",
        "--dir=" + folder.resolve("cluster"),
        "--kafka.security.protocol=BAD");
  }

  @Test
  void classify() {
    refuses(BAD, "classify", "--kafka-config=" + file, photographs);
  }

  @Test
  void evaluate() {
    refuses(BAD, "evaluate", "--kafka-config=" + file, photographs);
  }

  @Test
  void aFileThatIsNotThere() {
    refuses("there is no file /nowhere", "classify", "--kafka-config=/nowhere", photographs);
    refuses("there is no configuration file /nowhere", "serve", "--config=/nowhere");
  }

  private String[] local(Path config) throws IOException {
    return new String[] {
      "local",
      "--data=" + folder.resolve("data"),
      "--config=" + config,
      "--port=" + Ports.free(),
      "--kafka-port=" + Ports.free(),
      "--flink-port=" + Ports.free()
    };
  }

  private void refuses(String why, String... arguments) {
    CommandLine commandLine = Program.commandLine(Labelstream.class);
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(Program.execute(commandLine, arguments)).as(err.toString()).isEqualTo(2);
    List<String> lines = new ArrayList<>(err.toString().lines().toList());
    assertThat(lines.get(lines.size() - 1)).contains(why).doesNotContain("Exception");
  }
}
