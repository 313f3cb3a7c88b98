package io.labelstream.rest;

import io.labelstream.image.ImageLimits;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Decodes multipart/form-data (RFC 7578) as it arrives, in pieces of any size. It keeps names,
 * hands the bytes of the image on, and passes over everything else.
 */
final class UploadForm extends MultiPart.AbstractPartsListener {

  private static final int MAX_PARTS = 16;
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final int MAX_NAME_BYTES = 8 * 1024;

  /** These leave the bytes as they are; others have no use in HTTP (RFC 7578, section 4.7). */
  private static final Set<String> TRANSFER_ENCODINGS = Set.of("7bit", "8bit", "binary");

  private final MultiPart.Parser parser;
  private final Handler<Buffer> image;
  private final Charset charset;
  private final List<String> names = new ArrayList<>();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private Part part = Part.OTHER;
  private Charset partCharset;
  private int parts;
  private int images;
  private boolean imageIsText;
  private long imageBytes;
  private @Nullable String violation;

  private enum Part {
    NAME,
    IMAGE,
    OTHER
  }

  /**
   * Takes the form's content type, with its boundary.
   *
   * @param image gets the bytes of the first file {@code image}, piece by piece
   * @throws ApiException if the type does not say how to read the body
   */
  UploadForm(ContentType type, Handler<Buffer> image) {
    parser = new MultiPart.Parser(type.boundary(), this);
    // Parts are counted below, so that the error can say what is wrong.
    parser.setMaxParts(-1);
    parser.setPartHeadersMaxLength(MAX_HEADER_BYTES);
    charset = type.charset().orElse(StandardCharsets.UTF_8);
    partCharset = charset;
    this.image = image;
  }

  /**
   * Decodes the next bytes. Must not be called after a failure.
   *
   * @throws ApiException if they are no form
   */
  void decode(Buffer bytes) {
    parse(Content.Chunk.from(ByteBuffer.wrap(bytes.getBytes()), false));
  }

  /**
   * Ends the form.
   *
   * @throws ApiException if it is not complete
   */
  void end() {
    parse(Content.Chunk.EOF);
  }

  /**
   * The parts that have come.
   *
   * @param file the file with the bytes of the image
   */
  Upload upload(Path file) {
    return new Upload(names, images, imageIsText, imageBytes, file);
  }

  private void parse(Content.Chunk chunk) {
    parser.parse(chunk);
    if (violation != null) {
      throw ApiException.validation(List.of(violation));
    }
  }

  @Override
  public void onPartBegin() {
    part = Part.OTHER;
    partCharset = charset;
    if (++parts > MAX_PARTS) {
      refuse("body must have at most " + MAX_PARTS + " parts");
    }
  }

  @Override
  public void onPartHeader(String name, String value) {
    super.onPartHeader(name, value);
    switch (name.toLowerCase(Locale.ROOT)) {
      case "content-transfer-encoding" -> {
        if (!TRANSFER_ENCODINGS.contains(value.toLowerCase(Locale.ROOT))) {
          refuse("body must have no content-transfer-encoding but binary");
        }
      }
      case "content-type" -> readPartType(ContentType.parse(value));
      default -> {
        // Nothing else changes how the part is read.
      }
    }
  }

  private void readPartType(ContentType type) {
    if (type.mediaType().startsWith("multipart/")) {
      refuse("body must have no part that is a " + type.mediaType());
      return;
    }
    try {
      partCharset = type.charset().orElse(charset);
    } catch (ApiException e) {
      refuse("body must have no part of a charset that is not known");
    }
  }

  @Override
  public void onPartHeaders() {
    String name = getName();
    boolean file = getFileName() != null;
    if (name == null) {
      refuse("body must have a name in the content-disposition of each part");
    } else if (name.equals("name") && !file) {
      part = Part.NAME;
    } else if (name.equals("image") && file) {
      images++;
      part = images == 1 ? Part.IMAGE : Part.OTHER;
    } else if (name.equals("image")) {
      imageIsText = true;
    }
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    ByteBuffer bytes = chunk.getByteBuffer();
    if (part == Part.IMAGE) {
      imageBytes += bytes.remaining();
      if (imageBytes <= ImageLimits.DEFAULT.maxBytes()) {
        image.handle(Buffer.buffer(BufferUtil.toArray(bytes)));
      }
    } else if (part == Part.NAME) {
      // A name that is too long is kept just far enough to show that it is.
      bytes.limit(bytes.position() + Math.min(bytes.remaining(), MAX_NAME_BYTES - field.size()));
      field.writeBytes(BufferUtil.toArray(bytes));
    }
  }

  @Override
  public void onPart(String name, String fileName, HttpFields headers) {
    if (part == Part.NAME) {
      names.add(field.toString(partCharset));
      field.reset();
    }
  }

  @Override
  public void onFailure(Throwable failure) {
    if (failure instanceof IllegalStateException) {
      refuse("body must have at most " + MAX_HEADER_BYTES + " bytes of headers in a part");
    } else if (failure instanceof EOFException) {
      refuse("body must be a complete multipart/form-data with its boundary");
    } else {
      refuse("body must be a multipart/form-data as RFC 7578 has it");
    }
  }

  /** The parser swallows exceptions of its listener, so the first violation is kept. */
  private void refuse(String reason) {
    if (violation == null) {
      violation = reason;
    }
  }
}
