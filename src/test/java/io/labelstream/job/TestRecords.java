package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestRecord;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Requests, and a look into answers. */
final class TestRecords {

  private TestRecords() {}

  /** A PNG of one colour, 20×20. */
  static byte[] picture(Color color) {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, 20, 20);
    graphics.dispose();
    return png(image);
  }

  /** A square PNG with 3 bytes a pixel, as nothing in it can be compressed. */
  static byte[] noise(int pixels) {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < pixels; y++) {
      for (int x = 0; x < pixels; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RequestRecord bare(long offset, byte @Nullable [] value) {
    return new RequestRecord("requests", 0, offset, 0, null, List.of(), value);
  }

  static RequestRecord event(String id, byte @Nullable [] value, String... more) {
    List<RecordHeader> headers = new ArrayList<>();
    headers.add(header("ce_specversion", "1.0"));
    headers.add(header("ce_id", id));
    headers.add(header("ce_source", "/test"));
    headers.add(header("ce_type", "io.labelstream.classification.requested.v1"));
    for (int i = 0; i < more.length; i += 2) {
      headers.add(header(more[i], more[i + 1]));
    }
    return new RequestRecord("requests", 0, 0, 0, null, headers, value);
  }

  static String header(AnswerRecord answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(header -> new String(Objects.requireNonNull(header.value()), UTF_8))
        .findFirst()
        .orElse("");
  }

  static String body(AnswerRecord answer) {
    return new String(answer.value(), UTF_8);
  }

  static byte[] truncated(byte[] image) {
    return Arrays.copyOf(image, image.length / 2);
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
