package io.labelstream.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.DecodedRequest;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestRecord;
import io.labelstream.feed.Drawing;
import io.labelstream.feed.Pace;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.store.ImageStore;
import io.labelstream.topic.RequestReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The requests that somebody looks at, read where they stand, and their photographs, drawn anew.
 * There is a limit to how many a second, how many at once and how much memory.
 */
final class FeedPhotographs implements AutoCloseable {

  /** So many are there at once when somebody begins to look. */
  private static final int AT_ONCE = 32;

  /** So many may wait or be read, however slow the broker is. */
  private static final int MOST_WAITING = 64;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final int THREADS = 2;
  private static final long SLOW_SECONDS = 60;
  private static final long CACHE_BYTES = 32L * 1024 * 1024;
  private static final Duration CACHED = Duration.ofMinutes(2);

  private final Vertx vertx;
  private final RequestReader requests;
  private final ImageStore store;
  private final Pace pace;
  private final Drawing drawing = new Drawing();
  private final WorkerExecutor executor;
  private final Semaphore places = new Semaphore(MOST_WAITING);
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

  /**
   * Has read nothing.
   *
   * @param perSecond how many a second
   */
  FeedPhotographs(Vertx vertx, RequestReader requests, ImageStore store, int perSecond) {
    this.vertx = vertx;
    this.requests = requests;
    this.store = store;
    pace = new Pace(perSecond, AT_ONCE, LONGEST_WAIT, System::nanoTime);
    executor =
        vertx.createSharedWorkerExecutor(
            "feed-photographs", THREADS, SLOW_SECONDS, TimeUnit.SECONDS);
  }

  private record Key(int partition, long offset, Drawing.Size size) {}

  /** The record of a request. */
  Future<RequestRecord> record(int partition, long offset) {
    return paced(() -> read(partition, offset));
  }

  /** The photograph of a request as a JPEG. */
  Future<Buffer> jpeg(int partition, long offset, Drawing.Size size) {
    Key key = new Key(partition, offset, size);
    Buffer known = drawn.getIfPresent(key);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return paced(
        () -> {
          // Another may have asked for the same meanwhile.
          Buffer meanwhile = drawn.getIfPresent(key);
          if (meanwhile != null) {
            return meanwhile;
          }
          Buffer jpeg = Buffer.buffer(drawing.draw(image(read(partition, offset)), size));
          drawn.put(key, jpeg);
          return jpeg;
        });
  }

  /** The offset that the next request of each partition will have. */
  Future<Map<Integer, Long>> ends() {
    return executor.executeBlocking(requests::ends, false);
  }

  /** Gives up what was needed while somebody looked. */
  void closeIdle() {
    // While the threads wait for a broker, one call in the queue is enough.
    if (closingIdle.compareAndSet(false, true)) {
      executor
          .executeBlocking(Executors.callable(requests::closeIdle), false)
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

  private <T> Future<T> paced(Callable<T> task) {
    // The pace limits what arrives; with a slow broker that would still pile up.
    if (!places.tryAcquire()) {
      return busy();
    }
    Optional<Duration> wait = pace.take();
    if (wait.isEmpty()) {
      places.release();
      return busy();
    }
    return delayed(wait.get())
        .compose(turn -> executor.executeBlocking(task, false))
        .onComplete(done -> places.release());
  }

  private static <T> Future<T> busy() {
    return Future.failedFuture(
        ApiException.unavailable(
            "More photographs are asked for than are shown a second. Please try again later.",
            RETRY));
  }

  private Future<Void> delayed(Duration wait) {
    Promise<Void> turn = Promise.promise();
    if (wait.toMillis() == 0) {
      turn.complete();
    } else {
      vertx.setTimer(wait.toMillis(), timer -> turn.complete());
    }
    return turn.future();
  }

  @Override
  public void close() {
    executor.close().await();
    requests.close();
  }
}
