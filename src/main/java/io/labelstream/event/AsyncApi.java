package io.labelstream.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The AsyncAPI description of the two topics, for programs that make clients or pages of it.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0</a>
 */
public final class AsyncApi {

  private static final String JSON = "application/json";

  private AsyncApi() {}

  /**
   * @param requestsTopic the topic of requests
   * @param resultsTopic the topic of answers
   */
  public static JsonNode document(String requestsTopic, String resultsTopic) {
    ObjectNode document =
        JsonSchemas.json(
            """
            {"asyncapi": "3.0.0",
             "info": {
              "title": "Labelstream topics",
              "version": "1.0.0",
              "description": "Photographs in, labels out, as CloudEvents 1.0 over Kafka. Every committed record of the requests topic gets an answer, whatever is in it. A delivery at least once may answer again, with the same ce_id and ce_source.",
              "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}},
             "channels": {"requests": {}, "results": {}},
             "operations": {
              "classify": {
               "action": "receive",
               "summary": "Classifies a photograph.",
               "channel": {"$ref": "#/channels/requests"},
               "reply": {"channel": {"$ref": "#/channels/results"}}}},
             "components": {"messages": {}}}\
            """);
    ObjectNode messages = (ObjectNode) document.at("/components/messages");
    messages.set(
        "binaryRequest",
        message(
            "A CloudEvent in binary mode: the value is the encoded image, or nothing where"
                + " ce_dataref says where it is.",
            RequestSchemas.requestHeaders(),
            null));
    messages.set(
        "structuredRequest",
        message(
            "A CloudEvent in structured mode, whatever the headers say of it.",
            null,
            RequestSchemas.structuredRequest()));
    messages.set(
        "objectNotification",
        message(
            "What S3, MinIO or Ceph write when an object was created, which is read as a reference"
                + " to s3://<bucket>/<key>.",
            RequestSchemas.bareHeaders(),
            RequestSchemas.objectNotification()));
    messages.set(
        "bareRequest",
        message(
            "The encoded image alone. Its id is <topic>/<partition>/<offset>.",
            RequestSchemas.bareHeaders(),
            null));
    messages.set(
        "completed",
        message(
            "The image was classified.",
            AnswerSchemas.answerHeaders(EventNames.COMPLETED),
            AnswerSchemas.identifyResponse()));
    messages.set(
        "failed",
        message(
            "The request could not be served.",
            AnswerSchemas.answerHeaders(EventNames.FAILED),
            AnswerSchemas.errorBody()));
    channel(
        (ObjectNode) document.at("/channels/requests"),
        requestsTopic,
        List.of("binaryRequest", "structuredRequest", "objectNotification", "bareRequest"));
    channel(
        (ObjectNode) document.at("/channels/results"),
        resultsTopic,
        List.of("completed", "failed"));
    return document;
  }

  private static void channel(ObjectNode channel, String topic, List<String> messages) {
    channel.put("address", topic);
    ObjectNode all = channel.putObject("messages");
    messages.forEach(name -> all.putObject(name).put("$ref", "#/components/messages/" + name));
    channel.putObject("bindings").putObject("kafka").put("topic", topic);
  }

  /**
   * A message.
   *
   * @param headers null where they do not matter
   * @param payload null for an image
   */
  private static ObjectNode message(
      String summary, @Nullable ObjectNode headers, @Nullable ObjectNode payload) {
    ObjectNode message = JsonSchemas.json("{}");
    message.put("summary", summary);
    if (headers != null) {
      message.set("headers", headers);
    }
    if (payload == null) {
      message.put("contentType", "image/*");
      ArrayNode types = message.putObject("payload").put("format", "binary").putArray("type");
      types.add("string").add("null");
    } else {
      message.put("contentType", JSON);
      message.set("payload", payload);
    }
    return message;
  }
}
