package io.labelstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rest.KeyFile;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.store.ImageStore;
import io.labelstream.store.KeyMode;
import io.labelstream.store.Owner;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AccountsCommandTest {

  @TempDir Path folder;
  private Settings settings;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void fill() throws Exception {
    settings = Settings.read(Scope.FACADE, List.of("--data=" + folder), Map.of());
    KeyFile keys = keys();
    keys.create("ann", KeyMode.LIVE, 10);
    keys.create("ann", KeyMode.TEST, 10);
    keys.create("bob", KeyMode.LIVE, 10);
    try (ImageStore store = store()) {
      for (int number = 0; number < 150; number++) {
        store.add(new Owner("ann", KeyMode.LIVE), "cat", TestImages.png(number));
      }
      store.add(new Owner("ann", KeyMode.TEST), "cat", TestImages.png(1));
      store.add(new Owner("bob", KeyMode.LIVE), "cat", TestImages.png(1));
    }
  }

  @Test
  void listsWhatEachHas() {
    assertThat(run("accounts", "list", "--data=" + folder)).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            ann -> assertThat(ann).matches("ann +2 keys +151 images +\\d+ bytes"),
            bob -> assertThat(bob).matches("bob +1 keys +1 images +\\d+ bytes"));
  }

  @Test
  void deletesAllOfOneAndNothingElse() throws IOException {
    assertThat(run("accounts", "delete", "ann", "--yes", "--data=" + folder)).isZero();
    assertThat(out.toString()).matches("Deleted 2 keys and 151 images of \\d+ bytes of ann\n");
    assertThat(keys().read()).extracting("account").containsExactly("bob");
    try (ImageStore store = store()) {
      assertThat(store.listing().accounts()).containsOnlyKeys("bob");
    }
    // What bob has is the same photograph as one of ann's.
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void deletesNothingUntilItIsMeant() throws IOException {
    assertThat(run("accounts", "delete", "ann", "--data=" + folder)).isEqualTo(1);
    assertThat(err.toString()).startsWith("Nothing was deleted. With --yes there go 2 keys and");
    assertThat(keys().read()).hasSize(3);
    assertThat(files()).isEqualTo(150);
  }

  @Test
  void takesNoSettingForTheAccount() throws IOException {
    String images = folder.resolve("images").toUri().toString();
    assertThat(run("accounts", "delete", "--data", folder.toString(), "--images", images, "ann"))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("Nothing was deleted.").endsWith(" of ann\n");
    assertThat(run("accounts", "delete", "--data", folder.toString(), "--keys", "--yes", "ann"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--keys needs a value");
    assertThat(keys().read()).hasSize(3);
  }

  @Test
  void saysThatThereIsNoSuchAccount() {
    assertThat(run("accounts", "delete", "eve", "--yes", "--data=" + folder)).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("There is no key and no image of an account eve\n");
  }

  @Test
  private int run(String... arguments) {
    CommandLine program =
        Program.commandLine(FacadeProgram.class)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    return Program.execute(program, arguments);
  }

  private KeyFile keys() {
    return new KeyFile(ImageSettings.keys(settings), Clock.systemUTC());
  }

  private ImageStore store() throws IOException {
    return ImageStore.open(settings, Clock.systemUTC());
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("images"))) {
      return files.count();
    }
  }
}
