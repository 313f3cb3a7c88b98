package io.labelstream.tools.compiler;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The names of the classes as people read them. */
final class LabelNames {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private LabelNames() {}

  /**
   * Reads {@code {"0": "tench", …}} or {@code ["tench", …]} into a list by index, in title case. A
   * name may be the last of several, as in {@code ["n01440764", "tench"]}.
   */
  static List<String> parse(JsonNode names) throws InvalidModelException {
    List<String> labels = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      JsonNode name = names.isArray() ? names.get(index) : names.get(Integer.toString(index));
      if (name == null) {
        throw new InvalidModelException("the labels have no class " + index);
      }
      labels.add(titleCase((name.isArray() ? name.path(name.size() - 1) : name).asText()));
    }
    return labels;
  }

  /**
   * Reads a file of JSON, or of lines.
   *
   * @throws InvalidModelException if it has no names
   */
  static List<String> read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    List<String> labels =
        text.startsWith("{") || text.startsWith("[")
            ? parse(json(file, text))
            : text.lines().map(line -> titleCase(line.strip())).toList();
    if (labels.isEmpty() || labels.stream().anyMatch(String::isEmpty)) {
      throw new InvalidModelException(file + " must name each class, but has an empty name");
    }
    return labels;
  }

  private static JsonNode json(Path file, String text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new InvalidModelException(file + " cannot be read: " + e.getOriginalMessage());
    }
  }

  /** The numbers of the classes, for a model without names. */
  static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /**
   * {@code tiger_cat} becomes {@code Tiger Cat}, {@code go-kart} {@code Go-Kart}; a word with a
   * capital of its own, such as {@code iPod}, is left as it is.
   */
  static String titleCase(String name) {
    StringBuilder title = new StringBuilder(name.replace('_', ' '));
    int start = 0;
    for (int i = 0; i <= title.length(); i++) {
      if (i == title.length() || title.charAt(i) == ' ' || title.charAt(i) == '-') {
        String word = title.substring(start, i);
        if (!word.isEmpty() && word.chars().noneMatch(Character::isUpperCase)) {
          title.setCharAt(start, Character.toUpperCase(title.charAt(start)));
        }
        start = i + 1;
      }
    }
    return title.toString();
  }
}
