package io.labelstream.rest;

import io.labelstream.feed.Drawing;
import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedFilter;
import io.labelstream.feed.FeedOutcome;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a request to the feed asks for, and collects everything that is wrong with it. */
final class FeedParameters {

  /** More than anybody reads. */
  private static final int MAX_PER_SECOND = 100;

  private static final int DEFAULT_TAKE = 100;
  private static final int MAX_PART = 100;
  private static final int MAX_DIGITS = 18;
  private static final int PARTITION_DIGITS = 9;

  private final Parameters parameters = new Parameters();

  /**
   * Throws if anything is wrong.
   *
   * @throws ApiException with all violations, if there are any
   */
  void check() {
    parameters.check();
  }

  /** Which answers of the feed somebody wants to see. */
  FeedFilter filter(RoutingContext context) {
    double least = score(context, "min_score", 0);
    double most = score(context, "max_score", 1);
    if (least > most) {
      parameters.violation("min_score must not be above max_score");
    }
    return new FeedFilter(
        part(context, "label"), least, most, outcome(context), part(context, "source"));
  }

  /** How many answers a second a viewer can take. */
  int perSecond(RoutingContext context) {
    return parameters
        .query(context, "per_second")
        .map(text -> parameters.wholeNumber("per_second", text, MAX_PER_SECOND, MAX_PER_SECOND))
        .orElse(MAX_PER_SECOND);
  }

  /** How many answers of the feed are asked for. */
  int take(RoutingContext context) {
    return parameters
        .query(context, "take")
        .map(text -> parameters.wholeNumber("take", text, Feed.KEPT, Feed.KEPT))
        .orElse(DEFAULT_TAKE);
  }

  /** The number of an answer before which others are asked for. */
  OptionalLong before(RoutingContext context) {
    return parameters.query(context, "before").stream()
        .mapToLong(text -> position("before", text, MAX_DIGITS))
        .findFirst();
  }

  /** The partition in a path. */
  int partition(RoutingContext context) {
    return (int)
        position("partition", String.valueOf(context.pathParam("partition")), PARTITION_DIGITS);
  }

  /** The offset in a path. */
  long offset(RoutingContext context) {
    return position("offset", String.valueOf(context.pathParam("offset")), MAX_DIGITS);
  }

  /** How large a photograph is to be. */
  Drawing.Size size(RoutingContext context) {
    return choice(context, "size", Drawing.Size.values(), "size must be thumbnail or full")
        .orElse(Drawing.Size.THUMBNAIL);
  }

  private Optional<FeedOutcome> outcome(RoutingContext context) {
    return choice(context, "outcome", FeedOutcome.values(), "outcome must be completed or failed");
  }

  private <E extends Enum<E>> Optional<E> choice(
      RoutingContext context, String name, E[] choices, String violation) {
    Optional<String> text = parameters.query(context, name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (E choice : choices) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return Optional.of(choice);
      }
    }
    parameters.violation(violation);
    return Optional.empty();
  }

  private Optional<String> part(RoutingContext context, String name) {
    Optional<String> text = parameters.query(context, name);
    if (text.filter(given -> given.length() > MAX_PART).isPresent()) {
      parameters.violation(name + " must have at most " + MAX_PART + " characters");
    }
    return text;
  }

  private double score(RoutingContext context, String name, double otherwise) {
    Optional<String> text = parameters.query(context, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().matches("0|1|[01]\\.\\d{1,9}")) {
      double score = Double.parseDouble(text.get());
      if (score <= 1) {
        return score;
      }
    }
    parameters.violation(name + " must be a number from 0 to 1");
    return otherwise;
  }

  private long position(String name, String text, int mostDigits) {
    if (text.matches("\\d{1," + mostDigits + "}")) {
      return Long.parseLong(text);
    }
    parameters.violation(name + " must be a whole number from 0 on");
    return 0;
  }
}
