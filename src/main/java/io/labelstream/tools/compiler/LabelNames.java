package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The names of the classes as people read them. */
final class LabelNames {

  private LabelNames() {}

  /** Reads {@code {"0": "tench", …}} into a list by index, in title case. */
  static List<String> parse(JsonNode names) throws InvalidModelException {
    List<String> labels = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      JsonNode name = names.get(Integer.toString(index));
      if (name == null) {
        throw new InvalidModelException("the labels have no class " + index);
      }
      labels.add(titleCase(name.asText()));
    }
    return labels;
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
