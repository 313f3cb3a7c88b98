package io.labelstream.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Images, each a row and its bytes; equal bytes are stored once.
 *
 * <p>Every row has its bytes: they are written before the row is visible, under a name that is
 * never used again, and removed when the last row that needs them is gone. No transaction waits for
 * the file system, so one that hangs holds no lock; {@link OrphanedFiles} clean up after it. All
 * methods block; thread-safe.
 */
public final class ImageStore implements AutoCloseable {

  /**
   * How many callers may use the store at once, each with an image of 20 MiB. There are as many
   * connections and threads for files, so that no caller waits for another before one hangs.
   */
  public static final int MAX_CALLS = 8;

  private final HikariDataSource database;
  private final Jdbi jdbi;
  private final ImageBlobs blobs;
  private final OrphanedFiles orphans;
  private final AccountLimits limits;
  private final ImageIds ids = new ImageIds();
  private final Clock clock;

  private ImageStore(
      HikariDataSource database, ImageBlobs blobs, AccountLimits limits, Clock clock) {
    this.database = database;
    this.jdbi = Jdbi.create(database);
    this.blobs = blobs;
    this.orphans = new OrphanedFiles(jdbi, blobs, clock);
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Opens a store: brings its schema up to date and removes the files that a crash has left.
   *
   * @throws IOException if the database or the folder cannot be used; the message says which
   */
  public static ImageStore open(Settings settings, Clock clock) throws IOException {
    HikariDataSource database = ImageDatabase.open(settings);
    URI images = ImageSettings.images(settings);
    ImageBlobs blobs = new ImageBlobs(images, settings.get(ImageSettings.IMAGES_TIMEOUT));
    ImageStore store = new ImageStore(database, blobs, AccountLimits.of(settings), clock);
    try {
      blobs.prepare();
      store.orphans.removeAbandoned();
      return store;
    } catch (JdbiException e) {
      store.close();
      throw ImageDatabase.unusable(e);
    } catch (IOException e) {
      store.close();
      throw new IOException(images + " cannot be used for images: " + e.getMessage(), e);
    }
  }

  /**
   * Stores an image.
   *
   * @param name 1 to 30 characters
   * @throws ImageRejectedException if the bytes are no image within the limits
   * @throws AccountFullException if the account would have more than it may keep
   * @throws StoreUnavailableException if the bytes could not be written in time
   */
  public Image add(Owner owner, String name, byte[] bytes)
      throws ImageRejectedException, AccountFullException, IOException {
    ImageHeader header = ImageHeader.read(bytes, ImageLimits.DEFAULT);
    if (limits.exist()) {
      limits.check(
          jdbi.withHandle(handle -> ImageRows.statistics(handle, owner.account())), bytes.length);
    }
    Instant created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String hash = DigestUtils.sha256Hex(bytes);
    Function<String, Image> inFile =
        file ->
            new Image(
                ids.next(created),
                owner,
                name,
                header.format(),
                header.width(),
                header.height(),
                bytes.length,
                hash,
                file,
                created);
    Optional<Image> known =
        jdbi.inTransaction(
            handle ->
                ContentRows.lockContent(handle, hash)
                    .map(file -> ImageRows.insert(handle, inFile.apply(file))));
    if (known.isPresent()) {
      return known.get();
    }
    String written = ImageBlobs.newName(hash);
    jdbi.useHandle(handle -> orphans.note(handle, written));
    blobs.put(written, bytes);
    Image image =
        jdbi.inTransaction(
            handle -> {
              String file = ContentRows.lockContent(handle, hash, written);
              if (file.equals(written)) {
                orphans.adopt(handle, written);
              }
              return ImageRows.insert(handle, inFile.apply(file));
            });
    if (!image.file().equals(written)) {
      // Another caller was faster with the same bytes.
      orphans.remove(written);
    }
    return image;
  }

  public Optional<Image> find(String id) {
    return jdbi.withHandle(handle -> ImageRows.find(handle, id));
  }

  public ImageListing listing() {
    return new ImageListing(jdbi);
  }

  /** Removes an image; returns false if it was gone before. */
  public boolean delete(Image image) {
    String hash = image.contentHash();
    Deleted deleted =
        jdbi.inTransaction(
            handle -> {
              Optional<String> file = ContentRows.lockContent(handle, hash);
              boolean wasThere = ImageRows.delete(handle, image.id());
              if (file.isEmpty() || ImageRows.isUsed(handle, hash)) {
                return new Deleted(wasThere, Optional.empty());
              }
              ContentRows.deleteContent(handle, hash);
              orphans.note(handle, file.get());
              return new Deleted(wasThere, file);
            });
    deleted.unusedFile().ifPresent(orphans::remove);
    return deleted.wasThere();
  }

  private record Deleted(boolean wasThere, Optional<String> unusedFile) {}

  /**
   * Opens an image's bytes; each read has the store's time limit, too.
   *
   * @throws FileNotFoundException if the image has been deleted meanwhile
   * @throws StoreUnavailableException if the store did not answer in time
   */
  public InputStream open(Image image) throws IOException {
    return blobs.open(image.file());
  }

  /**
   * Opens what a reference of the facade leads to, whoever's image it is.
   *
   * @return empty if the reference leads elsewhere
   * @throws FileNotFoundException if the image has been deleted meanwhile
   * @throws StoreUnavailableException if the store did not answer in time
   */
  public Optional<InputStream> open(URI reference) throws IOException {
    Optional<String> file = blobs.file(reference);
    return file.isPresent() ? Optional.of(blobs.open(file.get())) : Optional.empty();
  }

  /** Where an image's bytes are, for the job. */
  public URI uri(Image image) {
    return blobs.uri(image.file());
  }

  public ImageStatistics statistics() {
    return jdbi.withHandle(ImageRows::statistics);
  }

  /** Has the pool of connections to the database measured, as {@code hikaricp.…}. */
  public void measure(MeterRegistry metrics) {
    database.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
  }

  @Override
  public void close() {
    blobs.close();
    database.close();
  }
}
