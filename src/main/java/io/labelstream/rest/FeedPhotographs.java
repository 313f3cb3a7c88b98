package io.labelstream.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.DecodedRequest;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestRecord;
import io.labelstream.feed.Drawing;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.store.ImageStore;
import io.labelstream.topic.RequestReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The requests that somebody looks at, read where they stand, and their photographs, drawn anew,
 * each once for all who ask for it within two minutes, as far as 32 MiB go.
 */
final class FeedPhotographs implements AutoCloseable {

  private static final long CACHE_BYTES = 32L * 1024 * 1024;
  private static final Duration CACHED = Duration.ofMinutes(2);

  private final RequestReader requests;
  private final ImageStore store;
  private final PacedExecutor executor;
  private final Drawing drawing = new Drawing();
  private final AtomicBoolean closingIdle = new AtomicBoolean();

  /** A request that has expired since has its photograph still. */
  private final RequestDecoder decoder =
      new RequestDecoder(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  /** Several who watch look at the same. */
  private final Cache<Key, Buffer> drawn =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .weigher((Key key, Buffer bytes) -> bytes.length())
          .expireAfterWrite(CACHED)
          .build();

  /** What several ask for before it is there takes one turn. */
  private final Map<Key, Future<Buffer>> underWay = new ConcurrentHashMap<>();

  /**
   * Has read nothing.
   *
   * @param perSecond how many a second
   */
  FeedPhotographs(Vertx vertx, RequestReader requests, ImageStore store, int perSecond) {
    this.requests = requests;
    this.store = store;
    executor = new PacedExecutor(vertx, perSecond);
  }

  private record Key(int partition, long offset, Drawing.Size size) {}

  /** The record of a request. */
  Future<RequestRecord> record(int partition, long offset) {
    return executor.paced(() -> read(partition, offset));
  }

  /** The photograph of a request as a JPEG. */
  Future<Buffer> jpeg(int partition, long offset, Drawing.Size size) {
    Key key = new Key(partition, offset, size);
    Buffer known = drawn.getIfPresent(key);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Promise<Buffer> mine = Promise.promise();
    Future<Buffer> others = underWay.putIfAbsent(key, mine.future());
    if (others != null) {
      return CallerContext.resume(others);
    }
    executor.paced(() -> draw(key)).onComplete(done -> underWay.remove(key)).onComplete(mine);
    return mine.future();
  }

  private Buffer draw(Key key) throws IOException, ImageRejectedException {
    // Somebody else's may have come to its end just before this one began.
    Buffer meanwhile = drawn.getIfPresent(key);
    if (meanwhile != null) {
      return meanwhile;
    }
    RequestRecord record = read(key.partition(), key.offset());
    Buffer jpeg = Buffer.buffer(drawing.draw(image(record), key.size()));
    drawn.put(key, jpeg);
    return jpeg;
  }

  /** The offset that the next request of each partition will have. */
  Future<Map<Integer, Long>> ends() {
    return executor.unpaced(requests::ends);
  }

  /** Gives up what was needed while somebody looked. */
  void closeIdle() {
    // While the threads wait for a broker, one call in the queue is enough.
    if (closingIdle.compareAndSet(false, true)) {
      executor
          .unpaced(Executors.callable(requests::closeIdle))
          .onComplete(done -> closingIdle.set(false));
    }
  }

  private RequestRecord read(int partition, long offset) {
    return requests.read(partition, offset).orElseThrow(() -> ApiException.notFound("Request"));
  }

  private byte[] image(RequestRecord record) throws IOException, ImageRejectedException {
    DecodedRequest decoded = decoder.decode(record);
    Optional<ClassificationRequest> request =
        decoded.fold(Optional::of, rejected -> Optional.empty());
    if (request.isEmpty()) {
      throw ApiException.validation(
          decoded.fold(accepted -> List.<String>of(), rejected -> rejected.reasons()));
    }
    return request.get().image().fold(bytes -> bytes, this::referenced);
  }

  /** Only images of the facade's own: it reads nothing else that a record may name. */
  private byte[] referenced(URI reference) throws IOException {
    Optional<InputStream> opened;
    try {
      opened = store.open(reference);
    } catch (FileNotFoundException e) {
      throw ApiException.notFound("Image");
    }
    if (opened.isEmpty()) {
      throw ApiException.validation(
          List.of("dataref must lead to an image that was sent to this facade, to be shown"));
    }
    try (InputStream in = opened.get()) {
      // One byte more than is allowed shows that there is too much.
      return in.readNBytes(ImageLimits.DEFAULT.maxBytes() + 1);
    }
  }

  @Override
  public void close() {
    executor.close();
    requests.close();
  }
}
