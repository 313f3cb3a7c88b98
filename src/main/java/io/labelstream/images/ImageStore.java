package io.labelstream.images;

import com.zaxxer.hikari.HikariDataSource;
import io.labelstream.config.FacadeSettings;
import io.labelstream.vision.ImageHeader;
import io.labelstream.vision.ImageLimits;
import io.labelstream.vision.ImageRejectedException;
import io.labelstream.vision.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images, each a row and its bytes; equal bytes are stored once.
 *
 * <p>No row is without its bytes: they are written before it is visible, under a name that is never
 * used again, and removed when the last one is gone. No transaction waits for the bytes' store, so
 * one that hangs holds no lock. What a crash or a broken store leaves is removed at a later start.
 * All methods block; thread-safe.
 */
public final class ImageStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

  /** Younger bytes without a row may belong to a writer that is still at work elsewhere. */
  private static final Duration UNFINISHED = Duration.ofHours(1);

  private final HikariDataSource database;
  private final Jdbi jdbi;
  private final ImageBlobs blobs;
  private final ImageIds ids = new ImageIds();
  private final Clock clock;

  private ImageStore(HikariDataSource database, ImageBlobs blobs, Clock clock) {
    this.database = database;
    this.jdbi = Jdbi.create(database);
    this.blobs = blobs;
    this.clock = clock;
  }

  /**
   * Opens a store: brings its schema up to date and repairs what a crash has left.
   *
   * @throws IOException if the database or the folder cannot be used; the message says which
   */
  public static ImageStore open(FacadeSettings settings, Clock clock) throws IOException {
    HikariDataSource database = ImageDatabase.open(settings);
    ImageStore store =
        new ImageStore(
            database, new ImageBlobs(settings.images(), settings.imagesTimeout()), clock);
    try {
      store.repair();
      return store;
    } catch (JdbiException e) {
      store.close();
      throw ImageDatabase.unusable(e);
    } catch (IOException e) {
      store.close();
      throw new IOException(settings.images() + " cannot be used for images: " + e.getMessage(), e);
    }
  }

  /**
   * Stores an image.
   *
   * @param name 1 to 30 characters
   * @throws ImageRejectedException if the bytes are no image within the limits
   * @throws StoreUnavailableException if the bytes could not be written in time
   */
  public Image add(Owner owner, String name, byte[] bytes)
      throws ImageRejectedException, IOException {
    ImageHeader header = ImageHeader.read(bytes, ImageLimits.DEFAULT);
    Instant created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String hash = Sha256.of(bytes);
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
                ImageRows.lockContent(handle, hash)
                    .map(file -> ImageRows.insert(handle, inFile.apply(file))));
    if (known.isPresent()) {
      return known.get();
    }
    String written = blobs.put(hash, bytes);
    Image image =
        jdbi.inTransaction(
            handle ->
                ImageRows.insert(
                    handle, inFile.apply(ImageRows.lockContent(handle, hash, written))));
    if (!image.file().equals(written)) {
      // Somebody else was faster with the same bytes.
      removeFile(written);
    }
    return image;
  }

  /** The image of an id, whoever owns it. */
  public Optional<Image> find(String id) {
    return jdbi.withHandle(handle -> ImageRows.find(handle, id));
  }

  /**
   * A page of an owner's images, newest first.
   *
   * @param take how many, 1 to 100
   * @param from the first id on the page, or an older one if it is gone; empty for the first page
   */
  public ImagePage list(Owner owner, int take, Optional<String> from) {
    return jdbi.inTransaction(
        handle -> {
          List<Image> found = ImageRows.newestFrom(handle, owner, from, take + 1);
          Optional<String> next =
              found.size() > take ? Optional.of(found.get(take).id()) : Optional.empty();
          List<Image> page = found.subList(0, Math.min(take, found.size()));
          Optional<String> first = page.isEmpty() ? from : Optional.of(page.get(0).id());
          List<String> newer =
              first.map(id -> ImageRows.justNewerThan(handle, owner, id, take)).orElseGet(List::of);
          Optional<String> previous =
              newer.isEmpty() ? Optional.empty() : Optional.of(newer.get(newer.size() - 1));
          return new ImagePage(page, previous, next);
        });
  }

  /** Removes an image; false if it was gone. */
  public boolean delete(Image image) {
    boolean deleted = jdbi.withHandle(handle -> ImageRows.delete(handle, image.id()));
    removeIfUnused(image.contentHash());
    return deleted;
  }

  /**
   * Opens an image's bytes.
   *
   * <p>Reading may throw a {@link StoreUnavailableException}, too.
   *
   * @throws FileNotFoundException if it has been deleted meanwhile
   * @throws StoreUnavailableException if the store did not answer in time
   */
  public InputStream open(Image image) throws IOException {
    return blobs.open(image.file());
  }

  /** Where an image's bytes are, for the job. */
  public URI uri(Image image) {
    return blobs.uri(image.file());
  }

  /** How much is stored. */
  public ImageStatistics statistics() {
    return jdbi.withHandle(ImageRows::statistics);
  }

  @Override
  public void close() {
    blobs.close();
    database.close();
  }

  private void repair() throws IOException {
    blobs.prepare();
    jdbi.withHandle(ImageRows::unusedContents).forEach(this::removeIfUnused);
    Set<String> unused = new HashSet<>(blobs.sweep(clock.millis() - UNFINISHED.toMillis()));
    unused.removeAll(jdbi.withHandle(ImageRows::files));
    unused.forEach(this::removeFile);
    if (!unused.isEmpty()) {
      LOG.info("Removed {} files that were left without an image", unused.size());
    }
  }

  private void removeIfUnused(String hash) {
    Optional<String> unused =
        jdbi.inTransaction(
            handle -> {
              Optional<String> file = ImageRows.lockContent(handle, hash);
              if (file.isEmpty() || ImageRows.isUsed(handle, hash)) {
                return Optional.empty();
              }
              ImageRows.deleteContent(handle, hash);
              return file;
            });
    unused.ifPresent(this::removeFile);
  }

  /** Removes what no row names any more. */
  private void removeFile(String file) {
    try {
      blobs.delete(file);
    } catch (IOException e) {
      LOG.warn("{} could not be removed, the next start tries again", blobs.uri(file), e);
    }
  }
}
