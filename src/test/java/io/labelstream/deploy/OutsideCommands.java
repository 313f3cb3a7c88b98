package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.labelstream.processes.Jdk;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The command line, from outside of the containers.
 *
 * @param folder for its files
 * @param broker its address
 * @param client what Kafka's clients are set to
 */
record OutsideCommands(Path folder, String broker, Map<String, String> client) {

  /** Classifies photographs, and returns what is printed. */
  String answers(Path photographs) throws IOException, InterruptedException {
    return output(classify(photographs));
  }

  /** Starts to classify photographs. */
  Process classify(Path photographs) throws IOException {
    return start(
        "classify",
        "--bootstrap-servers=" + broker,
        "--kafka-config=" + write("client.properties", "", Map.of()),
        "--format=jsonl",
        photographs.toString());
  }

  /** Runs a command about models, and returns what it prints. */
  String models(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("models"));
    command.addAll(List.of(arguments));
    Path settings = write("settings.properties", "kafka.", Map.of("bootstrap-servers", broker));
    command.add("--config=" + settings);
    return output(start(command.toArray(String[]::new)));
  }

  /** The model that answers on the TaskManager that has said so last; empty if none has. */
  String primary() throws IOException, InterruptedException {
    JsonNode newest = MissingNode.getInstance();
    JsonNode status = Yaml.JSON.readTree(models("status", "--format=json"));
    for (JsonNode one : status.path("taskManagers")) {
      if (one.path("time").asText().compareTo(newest.path("time").asText()) > 0) {
        newest = one;
      }
    }
    return newest.at("/running/primary/model").asText();
  }

  private Path write(String name, String prefix, Map<String, String> more) throws IOException {
    Properties properties = new Properties();
    client.forEach((key, value) -> properties.put(prefix + key, value));
    properties.putAll(more);
    Path file = folder.resolve(name);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Jdk.program("java"), "-jar", System.getProperty("labelstream.jar")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
