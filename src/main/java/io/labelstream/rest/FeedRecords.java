package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestRecord;
import io.labelstream.feed.FeedAnswer;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes the record of a request for people. */
final class FeedRecords {

  private static final int MAX_HEADERS = 100;
  private static final int MAX_TEXT_BYTES = 4096;

  private final String bootstrapServers;

  FeedRecords(Settings settings) {
    bootstrapServers = settings.get(TopicSettings.BOOTSTRAP_SERVERS);
  }

  /**
   * A record of the requests topic.
   *
   * @param timestamp ISO 8601, if it has one
   * @param key if it has one
   * @param headers the first hundred
   * @param valueBytes how many bytes the value has; 0 if there is none
   * @param kcat the command that fetches the value again
   * @param answer to the request, if it is among those that are kept
   */
  @JsonInclude(Include.NON_NULL)
  record Body(
      String topic,
      int partition,
      long offset,
      @Nullable String timestamp,
      @Nullable Text key,
      List<Header> headers,
      int valueBytes,
      String kcat,
      @Nullable FeedAnswer answer) {}

  /**
   * Bytes that are meant as text, the first 4,096 of them.
   *
   * @param text if they are UTF-8
   * @param base64 if they are not
   */
  @JsonInclude(Include.NON_NULL)
  record Text(@Nullable String text, @Nullable String base64, int bytes) {}

  /**
   * A header.
   *
   * @param value null as Kafka allows
   */
  @JsonInclude(Include.NON_NULL)
  record Header(String name, @Nullable Text value) {}

  Body of(RequestRecord record, @Nullable FeedAnswer answer) {
    byte[] value = record.value();
    return new Body(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp()).toString(),
        text(record.key()),
        record.headers().stream().limit(MAX_HEADERS).map(FeedRecords::header).toList(),
        value == null ? 0 : value.length,
        kcat(record),
        answer);
  }

  private static Header header(RecordHeader header) {
    String name = header.name();
    return new Header(
        name.length() > MAX_TEXT_BYTES ? name.substring(0, MAX_TEXT_BYTES) : name,
        text(header.value()));
  }

  private static @Nullable Text text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    int length = Math.min(bytes.length, MAX_TEXT_BYTES);
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      return new Text(text, null, bytes.length);
    } catch (CharacterCodingException e) {
      String base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length));
      return new Text(null, base64, bytes.length);
    }
  }

  /** A topic's name has letters, digits, dots and dashes alone, and so have brokers' names. */
  private String kcat(RequestRecord record) {
    return "kcat -C -q -b %s -t %s -p %d -o %d -c 1 -e -f %%s > request-%d-%d"
        .formatted(
            bootstrapServers,
            record.topic(),
            record.partition(),
            record.offset(),
            record.partition(),
            record.offset());
  }
}
