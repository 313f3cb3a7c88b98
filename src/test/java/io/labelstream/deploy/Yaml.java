package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as trees, its anchors and merges resolved; a key that is there twice is refused. */
final class Yaml {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private Yaml() {}

  /** A file's only document. */
  static ObjectNode document(Path file) throws IOException {
    List<JsonNode> documents = documents(file);
    if (documents.size() != 1) {
      throw new IOException(file + " has " + documents.size() + " documents");
    }
    return (ObjectNode) documents.get(0);
  }

  /** All documents of a file. */
  static List<JsonNode> documents(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return trees(parser().loadAll(reader));
    }
  }

  static JsonNode resource(InputStream in) {
    return trees(parser().loadAll(in)).get(0);
  }

  private static List<JsonNode> trees(Iterable<Object> documents) {
    List<JsonNode> trees = new ArrayList<>();
    documents.forEach(document -> trees.add(JSON.valueToTree(document)));
    return trees;
  }

  private static org.yaml.snakeyaml.Yaml parser() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(1000);
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
  }
}
