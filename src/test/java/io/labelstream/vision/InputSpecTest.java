package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.image.ImageLimits;
import io.labelstream.vision.InputSpec.ChannelOrder;
import io.labelstream.vision.InputSpec.Resize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class InputSpecTest {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** As every manifest was written before there was anything to divide by. */
  private static final String OLD =
      "{\"size\":224,\"shorterSide\":256,\"channelOrder\":\"BGR\",\"mean\":[1.0,2.0,3.0]}";

  private static final InputSpec SQUASHED =
      new InputSpec(
          2,
          2,
          ChannelOrder.RGB,
          List.of(0f, 127.5f, 0f),
          List.of(255f, 127.5f, 1f),
          Resize.SQUASH);

  @Test
  void readsAndWritesOldManifestsAsTheyWere() throws IOException {
    InputSpec old = JSON.readValue(OLD, InputSpec.class);
    assertThat(old.resize()).isEqualTo(Resize.CROP);
    assertThat(old.divisor()).isEmpty();
    assertThat(JSON.writeValueAsString(old)).isEqualTo(OLD);
  }

  @Test
  void writesWhatItReadsBack() throws IOException {
    String json = JSON.writeValueAsString(SQUASHED);
    assertThat(json).contains("\"divisor\":[255.0,127.5,1.0]", "\"resize\":\"squash\"");
    assertThat(JSON.readValue(json, InputSpec.class)).isEqualTo(SQUASHED);
  }

  @Test
  void refusesDivisorsThatAreNone() {
    for (List<Float> divisor : List.of(List.of(1f), List.of(1f, 0f, 1f))) {
      assertThatThrownBy(
              () ->
                  new InputSpec(2, 2, ChannelOrder.RGB, List.of(0f, 0f, 0f), divisor, Resize.CROP))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("three divisors other than 0");
    }
  }

  @Test
  void knowsTheLargestValueInATensor() {
    assertThat(SQUASHED.limit()).isEqualTo(255);
    assertThat(
            new InputSpec(224, 256, ChannelOrder.BGR, List.of(103.939f, 116.779f, 123.68f)).limit())
        .isEqualTo(255 - 103.939f);
  }

  /** The left half is red, the right one white; a crop would have seen the middle alone. */
  @Test
  void squashesTheWholeImageAndDivides() throws Exception {
    BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.setRGB(x, y, x < image.getWidth() / 2 ? 0xFF0000 : 0xFFFFFF);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    ImageTensor tensor = new ImageTensor(SQUASHED.size());
    new ImageDecoder(SQUASHED, ImageLimits.DEFAULT).decode(png.toByteArray(), tensor);
    float[] values = new float[12];
    tensor.floats().get(values);
    assertThat(values)
        .containsExactly(new float[] {1, -1, 0, 1, 1, 255, 1, -1, 0, 1, 1, 255}, within(1e-4f));
  }
}
