package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageNetClassesTest {

  @Test
  void knowsTheLabelOfAFileName() throws IOException {
    ImageNetClasses classes = ImageNetClasses.load();
    assertThat(classes.labelOf(file("photos/n02123045_tabby.JPEG"))).isEqualTo("Tabby");
    assertThat(classes.labelOf(file("n03485407_1.JPEG"))).isEqualTo("Hand-Held Computer");
  }

  @Test
  void saysHowAFileMustBeNamed() throws IOException {
    ImageNetClasses classes = ImageNetClasses.load();
    assertThatThrownBy(() -> classes.labelOf(file("cat.jpg")))
        .hasMessageContaining("cat.jpg must be named <WordNet id>_….JPEG");
  }

  private static Photograph file(String name) {
    return new Photograph.File(Path.of(name));
  }
}
