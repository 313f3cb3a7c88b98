package io.labelstream.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.MemorySize;

/** What the text of a setting stands for. */
interface Type<T> {

  Pattern TIME = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  /** Gives a value, or nothing and tells, in words that follow a key, what is wrong. */
  Optional<T> read(String text, Consumer<String> violations);

  default <U> Type<U> map(Function<T, U> function) {
    return (text, violations) -> read(text, violations).map(function);
  }

  /** A type with one way to be wrong; {@code %s} in the violation is the text. */
  private static <T> Type<T> of(Function<String, T> parser, Predicate<T> check, String violation) {
    return (text, violations) -> {
      try {
        T value = parser.apply(text);
        if (check.test(value)) {
          return Optional.of(value);
        }
      } catch (IllegalArgumentException e) {
        // Told below, like a value that fails the check.
      }
      violations.accept(violation.formatted(text));
      return Optional.empty();
    };
  }

  static Type<String> text() {
    return of(text -> text, text -> !text.isEmpty(), "must not be empty");
  }

  static Type<String> matching(String form, String violation) {
    return of(text -> text, text -> text.matches(form), violation);
  }

  static Type<String> origin(String form) {
    return matching(form, "must be origins such as https://www.example.com, but there is '%s'");
  }

  static <T> Type<Optional<T>> optional(Type<T> type) {
    Type<Optional<T>> present = type.map(Optional::of);
    return (text, violations) ->
        text.isEmpty() ? Optional.of(Optional.empty()) : present.read(text, violations);
  }

  /** Values between commas. */
  static <T> Type<List<T>> list(Type<T> type) {
    return (text, violations) ->
        Optional.of(
            Pattern.compile("[, ]*,[, ]*")
                .splitAsStream(text)
                .filter(item -> !item.isEmpty())
                .flatMap(item -> type.read(item, violations).stream())
                .toList());
  }

  static Type<Integer> number(int least) {
    String violation = "must be a whole number of at least " + least + ", but is '%s'";
    return of(Integer::valueOf, number -> number >= least, violation);
  }

  static Type<Integer> port() {
    Type<Integer> port =
        of(Integer::valueOf, number -> number <= 65_535, "must be at most 65535, but is %s");
    return (text, violations) ->
        number(0).read(text, violations).flatMap(number -> port.read(text, violations));
  }

  static Type<Duration> duration() {
    return of(
        Type::parseDuration,
        duration -> duration.toMillis() >= 10,
        "must be a time of at least 10ms, such as 500ms, 10s or 1m, but is '%s'");
  }

  private static Duration parseDuration(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(text);
    }
    long amount = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** A number of bytes, which may have a unit such as {@code gb}, of 1024³ bytes. */
  static Type<Long> bytes() {
    return of(
        text -> MemorySize.parse(text).getBytes(),
        bytes -> true,
        "must be a number of bytes such as 500mb or 100gb, but is '%s'");
  }

  /** A constant of an enum, which is written as keys are. */
  static <E extends Enum<E>> Type<E> choice(Class<E> choices) {
    List<E> all = List.of(choices.getEnumConstants());
    List<String> names =
        all.stream().map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    String violation = "must be " + String.join(" or ", names) + ", but is '%s'";
    return of(text -> text, names::contains, violation).map(name -> all.get(names.indexOf(name)));
  }

  static Type<AddressRange> addressRange() {
    return of(
        AddressRange::parse,
        range -> true,
        "must be addresses such as 10.0.0.0/8 or 2001:db8::1, but there is '%s'");
  }

  /** The URI of a folder, with a slash at its end. */
  static Type<URI> folder(String what) {
    return of(
        text -> URI.create(text.endsWith("/") ? text : text + "/"),
        folder -> folder.isAbsolute() && folder.getPath() != null,
        "must be " + what + " such as s3://bucket/images/, but there is '%s'");
  }
}
