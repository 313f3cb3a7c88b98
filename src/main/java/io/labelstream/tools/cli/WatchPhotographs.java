package io.labelstream.tools.cli;

import io.labelstream.event.ImageSource;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestPosition;
import io.labelstream.event.RequestRecord;
import io.labelstream.feed.Drawing;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.topic.RequestReader;
import io.labelstream.topic.TopicUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The photographs of requests as half blocks; of references there are none. */
final class WatchPhotographs implements AutoCloseable {

  private final RequestReader requests;
  private final Drawing drawing = new Drawing();

  /** A request that has expired since has its photograph still. */
  private final RequestDecoder decoder =
      new RequestDecoder(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  WatchPhotographs(RequestReader requests) {
    this.requests = requests;
  }

  /** The photograph, or as many empty lines where it cannot be had. */
  List<String> draw(RequestPosition position, int columns, int rows) {
    try {
      Optional<byte[]> image =
          requests.read(position.partition(), position.offset()).flatMap(this::image);
      if (image.isPresent()) {
        return HalfBlocks.draw(drawing.draw(image.get(), Drawing.Size.THUMBNAIL), columns, rows);
      }
    } catch (TopicUnavailableException | ImageRejectedException | IOException e) {
      // The answer beside it is there all the same.
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      lines.add("░".repeat(columns));
    }
    return lines;
  }

  private Optional<byte[]> image(RequestRecord record) {
    return decoder
        .decode(record)
        .fold(request -> Optional.of(request.image()), rejected -> Optional.<ImageSource>empty())
        .flatMap(image -> image.fold(Optional::of, reference -> Optional.empty()));
  }

  @Override
  public void close() {
    requests.close();
  }
}
