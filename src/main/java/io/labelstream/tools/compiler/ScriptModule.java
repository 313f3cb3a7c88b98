package io.labelstream.tools.compiler;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a TensorFlow.js model that was made a JavaScript module, as some npm packages carry
 * models: it exports one literal, the layers as an object or a shard as text in base64. The script
 * is read, never run.
 */
final class ScriptModule {

  /** How such a file's name ends. */
  static final String SUFFIX = ".min.js";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private static final Pattern EXPORT = Pattern.compile("\\.exports=(?=[\\[{\"])");

  /** A string, or what minifiers write for true, false, undefined and the zero before a point. */
  private static final Pattern MINIFIED =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|!0|!1|void 0|(?<![\\w)])\\.(?=\\d)");

  private ScriptModule() {}

  static JsonNode json(String file, byte[] script) throws InvalidModelException {
    String text = literal(file, script);
    StringBuilder json = new StringBuilder();
    Matcher matcher = MINIFIED.matcher(text);
    while (matcher.find()) {
      String replacement =
          switch (matcher.group()) {
            case "!0" -> "true";
            case "!1" -> "false";
            case "void 0" -> "null";
            case "." -> "0.";
            default -> matcher.group();
          };
      matcher.appendReplacement(json, Matcher.quoteReplacement(replacement));
    }
    matcher.appendTail(json);
    try {
      // What closes the module around the literal is not looked at.
      return JSON.readTree(json.toString());
    } catch (JacksonException e) {
      throw new InvalidModelException(file + " cannot be read: " + e.getOriginalMessage());
    }
  }

  static byte[] base64(String file, byte[] script) throws InvalidModelException {
    String text = literal(file, script);
    int end = text.indexOf('"', 1);
    try {
      return Base64.getDecoder().decode(text.substring(1, Math.max(end, 1)));
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(file + " exports no text in base64");
    }
  }

  private static String literal(String file, byte[] script) throws InvalidModelException {
    String text = new String(script, StandardCharsets.UTF_8);
    Matcher export = EXPORT.matcher(text);
    if (!export.find()) {
      throw new InvalidModelException(file + " exports no model of TensorFlow.js");
    }
    return text.substring(export.end());
  }
}
