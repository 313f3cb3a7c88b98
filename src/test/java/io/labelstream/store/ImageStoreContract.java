package io.labelstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an image store does on any database. */
abstract class ImageStoreContract {

  private static final Owner ANN = new Owner("ann", KeyMode.LIVE);
  private static final Owner ANN_TESTS = new Owner("ann", KeyMode.TEST);
  private static final Owner BOB = new Owner("bob", KeyMode.LIVE);

  @TempDir Path folder;
  private ImageStore store;

  /** Settings of an empty database, as flags. */
  abstract List<String> database(Path folder) throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = ImageStore.open(settings(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsAnImageAsItCame() throws Exception {
    byte[] bytes = TestImages.png(1);
    Image image = store.add(ANN, "Cat 😀", bytes);
    assertThat(image.format()).isEqualTo(ImageFormat.PNG);
    assertThat(image.width()).isEqualTo(32);
    assertThat(image.height()).isEqualTo(24);
    assertThat(image.size()).isEqualTo(bytes.length);
    assertThat(store.find(image.id())).contains(image);
    assertThat(store.open(image).readAllBytes()).isEqualTo(bytes);
    assertThat(store.uri(image)).asString().startsWith("file:").endsWith(image.contentHash());
    assertThat(store.statistics()).isEqualTo(new ImageStatistics(1, bytes.length));
  }

  @Test
  void isThereAgainAfterARestart() throws Exception {
    Image image = store.add(ANN, "cat", TestImages.png(1));
    store.close();
    store = ImageStore.open(settings(), Clock.systemUTC());
    assertThat(store.find(image.id())).contains(image);
    assertThat(store.open(image).readAllBytes()).isEqualTo(TestImages.png(1));
  }

  /** So that the version before can take over again without the rows being restored. */
  @Test
  void runsOnTheTablesOfALaterVersion() throws Exception {
    Image image = store.add(ANN, "cat", TestImages.png(1));
    store.close();
    try (HikariDataSource database = ImageDatabase.open(settings())) {
      Jdbi.create(database)
          .useHandle(
              handle -> {
                handle.execute("ALTER TABLE image ADD COLUMN later VARCHAR(10)");
                handle.execute(
                    """
                      INSERT INTO "flyway_schema_history" ("installed_rank", "version",
                        "description", "type", "script", "installed_by", "execution_time", "success")
                      VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'later', 1, TRUE)
                      """);
              });
    }
    store = ImageStore.open(settings(), Clock.systemUTC());
    assertThat(store.find(image.id())).contains(image);
    assertThat(store.delete(store.add(ANN, "dog", TestImages.png(2)))).isTrue();
  }

  @Test
  void refusesWhatIsNoImageAndKeepsNothingOfIt() throws IOException {
    assertThatThrownBy(() -> store.add(ANN, "cat", new byte[100]))
        .isInstanceOf(ImageRejectedException.class);
    assertThat(blobs()).isEmpty();
    assertThat(store.statistics().images()).isZero();
  }

  @Test
  void storesEqualBytesOnceAndKeepsThemToTheLast() throws Exception {
    Image first = store.add(ANN, "a", TestImages.png(1));
    Image second = store.add(BOB, "b", TestImages.png(1));
    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(blobs()).hasSize(1);
    assertThat(store.delete(first)).isTrue();
    assertThat(store.open(second).readAllBytes()).isEqualTo(TestImages.png(1));
    assertThat(store.delete(second)).isTrue();
    assertThat(blobs()).isEmpty();
    assertThat(store.find(first.id())).isEmpty();
    assertThat(store.delete(first)).isFalse();
    assertThatThrownBy(() -> store.open(first)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void bytesThatComeAgainGetAnotherFile() throws Exception {
    Image first = store.add(ANN, "a", TestImages.png(1));
    store.delete(first);
    Image second = store.add(ANN, "a", TestImages.png(1));
    assertThat(store.uri(second))
        .as("or a removal that takes effect late would hit it")
        .isNotEqualTo(store.uri(first));
  }

  @Test
  void listsAnOwnersImagesNewestFirst() throws Exception {
    List<String> ids = add(ANN, 5);
    store.add(BOB, "other account", TestImages.png(100));
    store.add(ANN_TESTS, "other stage", TestImages.png(101));
    ImagePage first = store.listing().page(ANN, 2, Optional.empty());
    assertThat(first.images()).extracting(Image::id).containsExactly(ids.get(4), ids.get(3));
    assertThat(first.previous()).isEmpty();
    ImagePage second = store.listing().page(ANN, 2, first.next());
    assertThat(second.images()).extracting(Image::id).containsExactly(ids.get(2), ids.get(1));
    assertThat(second.previous()).contains(ids.get(4));
    ImagePage third = store.listing().page(ANN, 2, second.next());
    assertThat(third.images()).extracting(Image::id).containsExactly(ids.get(0));
    assertThat(third.next()).isEmpty();
    assertThat(third.previous()).contains(ids.get(2));
  }

  @Test
  void pagesStayAsTheyAreWhileImagesComeAndGo() throws Exception {
    List<String> ids = add(ANN, 6);
    ImagePage first = store.listing().page(ANN, 2, Optional.empty());
    // The very image that the next page begins with goes, and another one comes.
    store.delete(store.find(first.next().orElseThrow()).orElseThrow());
    store.add(ANN, "new", TestImages.png(50));
    ImagePage second = store.listing().page(ANN, 2, first.next());
    assertThat(second.images()).extracting(Image::id).containsExactly(ids.get(2), ids.get(1));
  }

  @Test
  void anEmptyListHasNoLinks() {
    ImagePage page = store.listing().page(ANN, 10, Optional.empty());
    assertThat(page.images()).isEmpty();
    assertThat(page.previous()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  void oneImageAddedAndDeletedByManyAtOnceIsThereInTheEnd() throws Exception {
    byte[] bytes = TestImages.png(7);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Image>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean delete = i % 2 == 1;
        tasks.add(
            () -> {
              Image image = store.add(ANN, "same", bytes);
              if (delete) {
                store.delete(image);
              }
              return image;
            });
      }
      for (Future<Image> future : threads.invokeAll(tasks)) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
    List<Image> left = store.listing().page(ANN, 100, Optional.empty()).images();
    assertThat(left).hasSize(20);
    assertThat(store.open(left.get(0)).readAllBytes()).isEqualTo(bytes);
    for (Image image : left) {
      store.delete(image);
    }
    assertThat(blobs()).isEmpty();
  }

  @Test
  void theLastImageOfAContentMayGoWhileTheNextOneComes() throws Exception {
    byte[] bytes = TestImages.png(8);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        tasks.add(() -> store.delete(store.add(ANN, "same", bytes)));
      }
      for (Future<Boolean> deleted : threads.invokeAll(tasks)) {
        assertThat(deleted.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(blobs()).isEmpty();
  }

  @Test
  void aStartRemovesWhatACrashLeft() throws Exception {
    Image kept = store.add(ANN, "kept", TestImages.png(1));
    Path images = folder.resolve("images");
    Path orphan = Files.write(images.resolve("orphan"), new byte[] {1});
    Path unfinished = Files.write(images.resolve("unfinished-orphan"), new byte[] {1});
    Path young = Files.write(images.resolve("young"), new byte[] {1});
    store.close();
    Instant now = Instant.now();
    try (HikariDataSource database = ImageDatabase.open(settings())) {
      Jdbi.create(database)
          .useHandle(
              handle -> {
                ContentRows.insertOrphanedFile(handle, "orphan", now.minus(Duration.ofHours(2)));
                ContentRows.insertOrphanedFile(handle, "gone", now.minus(Duration.ofHours(2)));
                ContentRows.insertOrphanedFile(handle, "young", now);
              });
    }
    store = ImageStore.open(settings(), Clock.systemUTC());
    assertThat(orphan).doesNotExist();
    assertThat(unfinished).doesNotExist();
    assertThat(young).as("perhaps another replica is writing it").exists();
    assertThat(store.open(kept).readAllBytes()).isEqualTo(TestImages.png(1));
    store.close();
    assertThat(orphanedFiles()).containsExactly("young");
  }

  @Test
  void noFileStaysLoose() throws Exception {
    Image first = store.add(ANN, "a", TestImages.png(1));
    store.add(ANN, "b", TestImages.png(1));
    Image other = store.add(ANN, "c", TestImages.png(2));
    store.delete(first);
    store.delete(other);
    store.close();
    assertThat(orphanedFiles()).isEmpty();
  }

  private List<String> orphanedFiles() throws Exception {
    try (HikariDataSource database = ImageDatabase.open(settings())) {
      Instant later = Instant.now().plus(Duration.ofHours(1));
      return Jdbi.create(database)
          .withHandle(handle -> ContentRows.orphanedFiles(handle, later, 100));
    }
  }

  private Settings settings() throws Exception {
    List<String> flags = new ArrayList<>(List.of("--data=" + folder));
    flags.addAll(database(folder));
    return Settings.read(Scope.FACADE, flags, Map.of());
  }

  private List<String> add(Owner owner, int count) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // A clock of its own, so that no two are of one millisecond.
      ids.add(addAt(owner, i));
    }
    return ids;
  }

  private String addAt(Owner owner, int number) throws Exception {
    store.close();
    Instant time = Instant.now().minus(Duration.ofMinutes(1)).plusMillis(number * 10L);
    store = ImageStore.open(settings(), Clock.fixed(time, ZoneOffset.UTC));
    return store.add(owner, "image " + number, TestImages.png(number)).id();
  }

  private List<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("images"))) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }

  @Test
  void tellsWhatEachAccountHas() throws Exception {
    byte[] one = TestImages.png(1);
    byte[] two = TestImages.png(2);
    store.add(ANN, "one", one);
    store.add(ANN_TESTS, "one", one);
    Image bobs = store.add(BOB, "two", two);
    assertThat(store.listing().accounts())
        .isEqualTo(
            Map.of(
                "ann", new ImageStatistics(2, 2L * one.length),
                "bob", new ImageStatistics(1, two.length)));
    assertThat(store.listing().ofAccount("ann", 10))
        .extracting(Image::owner)
        .containsOnly(ANN, ANN_TESTS);
    assertThat(store.listing().ofAccount("ann", 1)).hasSize(1);
    store.delete(bobs);
    assertThat(store.listing().accounts()).containsOnlyKeys("ann");
  }

  @Test
  void findsWhatWasMadeBeforeATime() throws Exception {
    Image old = store.add(ANN_TESTS, "old", TestImages.png(1));
    Image live = store.add(ANN, "live", TestImages.png(2));
    Instant after = live.created().plusMillis(1);
    assertThat(store.listing().madeBefore(KeyMode.TEST, old.created(), 10)).isEmpty();
    assertThat(store.listing().madeBefore(KeyMode.TEST, after, 10)).containsExactly(old);
    assertThat(store.listing().madeBefore(KeyMode.LIVE, after, 10)).containsExactly(live);
  }

  @Test
  void anAccountKeepsNoMoreThanItMay() throws Exception {
    byte[] bytes = TestImages.png(1);
    store.close();
    store =
        ImageStore.open(
            settings()
                .with(ImageSettings.MAX_IMAGES, 2)
                .with(ImageSettings.MAX_IMAGE_BYTES, 2L * bytes.length),
            Clock.systemUTC());
    Image first = store.add(ANN, "first", bytes);
    store.add(ANN_TESTS, "second", bytes);
    assertThatThrownBy(() -> store.add(ANN, "third", bytes))
        .isInstanceOf(AccountFullException.class)
        .hasMessage("image does not fit: the account's limit of images is 2");
    store.add(BOB, "another's", bytes);
    store.delete(first);
    assertThatThrownBy(() -> store.add(ANN, "too large", TestImages.pngOfSize(3, 2000)))
        .hasMessageMatching("image does not fit: the account's limit of bytes of images is \\d+");
    assertThat(store.add(ANN, "fits again", bytes).size()).isEqualTo(bytes.length);
    assertThat(store.statistics().images()).isEqualTo(3);
  }
}
