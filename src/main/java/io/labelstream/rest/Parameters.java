package io.labelstream.rest;

import io.labelstream.event.LabelOptions;
import io.labelstream.store.ImageIds;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the parameters of a request and collects everything that is wrong with them. */
final class Parameters {

  private static final int MAX_NAME = 30;
  private static final int MAX_TAKE = 100;
  private static final int DEFAULT_TAKE = 10;

  private static final LabelOptions.Names LABEL_OPTIONS =
      new LabelOptions.Names("top_k", "min_score", "floor");

  private final List<String> violations = new ArrayList<>();

  /** Adds a violation that was found elsewhere. */
  void violation(String violation) {
    violations.add(violation);
  }

  /**
   * Throws if anything is wrong.
   *
   * @throws ApiException with all violations, if there are any
   */
  void check() {
    if (!violations.isEmpty()) {
      throw ApiException.validation(violations);
    }
  }

  /** Checks the name of an image, which must be given once. */
  String name(List<String> given) {
    if (given.isEmpty()) {
      violations.add("name is required");
      return "";
    }
    String name = given.get(0);
    if (given.size() > 1) {
      violations.add("name must be given once");
    }
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > MAX_NAME) {
      violations.add("name must have 1 to " + MAX_NAME + " characters");
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      violations.add("name must not have control characters");
    }
    return name;
  }

  /** {@code top_k}, {@code min_score} and {@code floor}. */
  LabelOptions labelOptions(RoutingContext context) {
    return LabelOptions.parse(LABEL_OPTIONS, name -> query(context, name), violations::add);
  }

  /** How many images a page has. */
  int take(RoutingContext context) {
    return query(context, "take")
        .map(text -> wholeNumber("take", text, MAX_TAKE, DEFAULT_TAKE))
        .orElse(DEFAULT_TAKE);
  }

  /** The id of the image that a page begins with. */
  Optional<String> from(RoutingContext context) {
    Optional<String> from = query(context, "from");
    if (from.isPresent() && !ImageIds.isValid(from.get())) {
      violations.add("from must be the id of an image");
    }
    return from;
  }

  /** The vendor's own client sends a parameter without a value as empty or as {@code undefined}. */
  Optional<String> query(RoutingContext context, String name) {
    List<String> given =
        context.queryParams().getAll(name).stream()
            .filter(text -> !text.isEmpty() && !text.equals("undefined"))
            .toList();
    if (given.size() > 1) {
      violations.add(name + " must be given once");
    }
    return given.stream().findFirst();
  }

  int wholeNumber(String name, String text, int most, int otherwise) {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    }
    violations.add(name + " must be a whole number from 1 to " + most);
    return otherwise;
  }
}
