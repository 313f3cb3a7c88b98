package io.labelstream.tools.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.topic.TopicClient;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Records that no honest producer sends, each kind in its turn. */
final class HostileRecords {

  private static final String TYPE = "io.labelstream.classification.requested.v1";
  private static final String[] STRUCTURED = {"content-type", "application/cloudevents+json"};

  private final Random random = new Random(5);
  private final byte[] photograph;

  HostileRecords(byte[] photograph) {
    this.photograph = photograph;
  }

  Future<RecordMetadata> send(TopicClient client, int number) {
    return switch (number % 15) {
      case 0 -> client.send(null, new byte[0]);
      case 1 -> client.send(null, randomBytes(5000));
      case 2 -> client.send(null, Arrays.copyOf(photograph, photograph.length / 2));
      case 3 -> client.send(null, pngOf60000Pixels());
      case 4 -> client.send(null, "<!doctype html><title>502</title>".getBytes(UTF_8));
      case 5 -> client.send(null, "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(UTF_8));
      case 6 -> client.send(null, photograph, "ce_id", "half a header");
      case 7 -> client.send(null, photograph, event("ce_topk", "-1"));
      case 8 -> client.send(null, photograph, event("ce_source", "no URI"));
      case 9 -> client.send(null, "{\"specversion\":".getBytes(UTF_8), STRUCTURED);
      case 10 -> client.send(null, ("{\"a\":".repeat(1000) + "1").getBytes(UTF_8), STRUCTURED);
      case 11 -> client.send("tombstone".getBytes(UTF_8), null);
      case 12 -> client.send(null, null, event("ce_dataref", "file:///etc/passwd"));
      case 13 -> client.send(randomBytes(3_000_000), photograph);
      default -> client.send(null, new byte[] {1}, thousandHeaders());
    };
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String[] event(String name, String value) {
    return new String[] {
      "ce_specversion", "1.0", "ce_id", "x", "ce_source", "/x", "ce_type", TYPE, name, value
    };
  }

  private static String[] thousandHeaders() {
    String[] headers = new String[2000];
    for (int i = 0; i < 1000; i++) {
      headers[2 * i] = "header-" + i;
      headers[2 * i + 1] = "value";
    }
    return headers;
  }

  private static byte[] pngOf60000Pixels() {
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(UTF_8))
            .putInt(60_000)
            .putInt(60_000)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(header);
    return ByteBuffer.allocate(33)
        .putLong(0x89504E470D0A1A0AL)
        .putInt(13)
        .put(header)
        .putInt((int) crc.getValue())
        .array();
  }
}
