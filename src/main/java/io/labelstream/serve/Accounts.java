package io.labelstream.serve;

import io.labelstream.rest.ApiKey;
import io.labelstream.rest.KeyFile;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.store.FlinkFileSystems;
import io.labelstream.store.Image;
import io.labelstream.store.ImageStatistics;
import io.labelstream.store.ImageStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The accounts of a facade, which has their keys in a file and their images in a store. */
final class Accounts implements AutoCloseable {

  private static final ImageStatistics NO_IMAGES = new ImageStatistics(0, 0);
  private static final int BATCH = 100;

  /** What an account has, of both modes. */
  record Account(int keys, ImageStatistics images) {

    private static Account sum(Account one, Account other) {
      return new Account(
          one.keys + other.keys,
          new ImageStatistics(
              one.images.images() + other.images.images(),
              one.images.bytes() + other.images.bytes()));
    }
  }

  private final KeyFile keys;
  private final ImageStore store;

  private Accounts(KeyFile keys, ImageStore store) {
    this.keys = keys;
    this.store = store;
  }

  /**
   * Opens what the settings of a facade name.
   *
   * @param flags settings of the facade, as {@code serve} takes them
   */
  static Accounts open(List<String> flags, Map<String, String> environment) throws IOException {
    Settings settings = Settings.read(Scope.FACADE, flags, environment);
    FlinkFileSystems.load(environment);
    Clock clock = Clock.systemUTC();
    return new Accounts(
        new KeyFile(ImageSettings.keys(settings), clock), ImageStore.open(settings, clock));
  }

  /** All accounts that have a key or an image, by their names. */
  SortedMap<String, Account> all() throws IOException {
    SortedMap<String, Account> all = new TreeMap<>();
    for (ApiKey key : keys.read()) {
      all.merge(key.account(), new Account(1, NO_IMAGES), Account::sum);
    }
    store
        .listing()
        .accounts()
        .forEach((name, images) -> all.merge(name, new Account(0, images), Account::sum));
    return all;
  }

  /**
   * Revokes the keys of an account, then deletes its images.
   *
   * @param progress is told now and then how many images are deleted
   */
  void delete(String account, Consumer<Long> progress) throws IOException {
    keys.revokeAll(account);
    long deleted = 0;
    List<Image> some = store.listing().ofAccount(account, BATCH);
    while (!some.isEmpty()) {
      deleted += some.stream().filter(store::delete).count();
      progress.accept(deleted);
      some = store.listing().ofAccount(account, BATCH);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
