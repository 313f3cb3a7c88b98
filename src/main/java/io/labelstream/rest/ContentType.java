package io.labelstream.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * A media type with its parameters (RFC 9110, section 8.3).
 *
 * @param mediaType in lower case, empty if there is none that can be read
 * @param parameters their values without quotes, by names in any case
 */
record ContentType(String mediaType, Map<String, String> parameters) {

  /** RFC 2046, section 5.1.1. */
  private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{1,70}(?<! )");

  static ContentType of(HttpServerRequest request) {
    return parse(request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  static ContentType parse(@Nullable String header) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String mediaType = "";
    try {
      Iterator<String> parts = HttpField.PARAMETER_TOKENIZER.tokenize(header == null ? "" : header);
      if (parts.hasNext()) {
        mediaType = parts.next().strip().toLowerCase(Locale.ROOT);
      }
      while (parts.hasNext()) {
        // A boundary may hold an equals sign, and not every client quotes it then.
        String[] parameter = parts.next().split("=", 2);
        if (parameter.length == 2) {
          String value = HttpField.PARAMETER_TOKENIZER.unquote(parameter[1].strip());
          parameters.putIfAbsent(parameter[0].strip(), value);
        }
      }
    } catch (IllegalArgumentException e) {
      // The last quote does not end, so what stands before it cannot be trusted either.
      return new ContentType("", Map.of());
    }
    return new ContentType(mediaType, parameters);
  }

  /**
   * Requires a media type.
   *
   * @throws ApiException if this is another one
   */
  ContentType require(String required) {
    if (!mediaType.equals(required)) {
      throw ApiException.of(Problem.UNSUPPORTED_MEDIA_TYPE, "The body must be " + required + ".");
    }
    return this;
  }

  /**
   * The boundary between parts.
   *
   * @throws ApiException if there is none
   */
  String boundary() {
    String boundary = parameters.getOrDefault("boundary", "");
    if (!BOUNDARY.matcher(boundary).matches()) {
      throw ApiException.validation(
          List.of("content-type must have a boundary of 1 to 70 characters"));
    }
    return boundary;
  }

  /**
   * The charset of a text.
   *
   * @throws ApiException if its name is not known
   */
  Optional<Charset> charset() {
    return Optional.ofNullable(parameters.get("charset"))
        .map(
            name -> {
              try {
                return Charset.forName(name);
              } catch (IllegalArgumentException e) {
                throw ApiException.validation(
                    List.of("content-type must have a charset that is known"));
              }
            });
  }
}
