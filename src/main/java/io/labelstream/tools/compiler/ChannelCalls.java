package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Functions that take channels or turn them round, such as {@code x[..., ::-1]}. */
final class ChannelCalls {

  private static final int RANK = 4;

  private ChannelCalls() {}

  /** The layer that does what a call does; empty if the function is about something else. */
  static Optional<KerasCall> of(KerasFunction function, JsonNode call)
      throws InvalidModelException {
    return switch (function.name()) {
      case "getitem" -> {
        function.checkSettings();
        yield Optional.of(item(argument(call, 1, "slice_spec")).orElseThrow(function::unknown));
      }
      case "stack" -> {
        function.checkSettings("axis");
        checkLast(function, function.setting("axis"));
        yield Optional.of(new KerasCall(ChannelLayers.STACK, empty()));
      }
      case "flip" -> {
        function.checkSettings("axis");
        checkLast(function, function.setting("axis"));
        yield Optional.of(new KerasCall(ChannelLayers.ORDER, empty()));
      }
      case "reverse" -> {
        checkLast(function, argument(call, 1, "axis"));
        yield Optional.of(new KerasCall(ChannelLayers.ORDER, empty()));
      }
      default -> Optional.empty();
    };
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What a function is called with besides its tensor: by its position in Keras 3, else named. */
  static JsonNode argument(JsonNode call, int position, String name) {
    if (call.isObject()) {
      return call.path("args").path(position);
    }
    return (call.path(0).isArray() ? call.path(0) : call).path(3).path(name);
  }

  private static void checkLast(KerasFunction function, JsonNode axis)
      throws InvalidModelException {
    JsonNode number = axis.isArray() && axis.size() == 1 ? axis.get(0) : axis;
    if (!number.isInt() || (number.asInt() != -1 && number.asInt() != RANK - 1)) {
      throw function.unknown();
    }
  }

  /** An index of the last dimension, or all of it backwards; all others must be left whole. */
  private static Optional<KerasCall> item(JsonNode key) {
    JsonNode indices = key.isArray() ? key : key.path("items");
    boolean open = false;
    for (int i = 0; i < indices.size() - 1; i++) {
      boolean ellipsis = indices.get(i).path("class_name").asText().equals("__ellipsis__");
      if (!ellipsis && !isSlice(indices.get(i), 1)) {
        return Optional.empty();
      }
      open |= ellipsis;
    }
    JsonNode last = indices.path(indices.size() - 1);
    if (!open && indices.size() != RANK) {
      return Optional.empty();
    }
    if (last.isInt() && last.asInt() >= 0) {
      return Optional.of(new KerasCall(ChannelLayers.ONE, empty().put("channel", last.asInt())));
    }
    return isSlice(last, -1)
        ? Optional.of(new KerasCall(ChannelLayers.ORDER, empty()))
        : Optional.empty();
  }

  /** Whether an index takes all there is in some step. */
  private static boolean isSlice(JsonNode index, int step) {
    JsonNode slice = index.has("config") ? index.get("config") : index;
    return slice.has("step")
        && slice.path("start").isNull()
        && slice.path("stop").isNull()
        && slice.path("step").asInt(1) == step;
  }
}
