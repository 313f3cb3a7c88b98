package io.labelstream.settings;

import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.folder;
import static io.labelstream.settings.Type.list;
import static io.labelstream.settings.Type.number;
import static io.labelstream.settings.Type.text;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What the job takes of a request, and what it makes of an answer. */
public final class RecordSettings {

  public static final Setting<List<URI>> REFERENCES =
      new Setting<>(
          "references=",
          list(folder("URI prefixes")),
          "URI prefixes, comma-separated, under which a dataref may be read, such as"
              + " s3://bucket/images/; empty: none");
  public static final Setting<Duration> REFERENCE_TIMEOUT =
      new Setting<>(
          "reference-timeout=10s",
          duration(),
          "how long reading a dataref may take, retries included, before it is answered with 503");
  public static final Setting<Integer> MAX_ANSWER_BYTES =
      new Setting<>(
          "max-answer-bytes=1000000",
          number(16_384),
          "largest answer in bytes, at least 16384; less where the results topic's"
              + " max.message.bytes is");
  public static final Setting<List<String>> ECHO_HEADERS =
      new Setting<>(
          "echo-headers=kafka_correlationId,REPLY_CORRELATION_ID,correlation-id,correlationId,"
              + "ce_correlationid",
          list(text()),
          "headers that an answer repeats of its request, comma-separated, each a name or what"
              + " names start with; empty: none");
  public static final Setting<List<String>> REPLY_TOPICS =
      new Setting<>(
          "reply-topics=",
          list(text()),
          "topics to which a request may have its answer sent, comma-separated, each a name or what"
              + " names start with; empty: none");
  public static final Setting<Integer> REUSE_ANSWERS =
      new Setting<>(
          "reuse-answers=1000",
          number(0),
          "images that a task remembers, 4 kB of heap each, so that an equal one is answered"
              + " without being classified again; 0: none");

  private RecordSettings() {}
}
