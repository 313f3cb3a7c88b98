package io.labelstream.tools.compiler;

import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelRunner;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** The photographs that we ship, whole and in parts, and what models make of them. */
final class TestPhotographs {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");

  private TestPhotographs() {}

  /** What a compiled model gives for images, one after the other. */
  static float[] run(Engine engine, Path directory, float[] tensors, int size, int labels)
      throws IOException {
    int length = size * size * ImageTensor.CHANNELS;
    float[] results = new float[tensors.length / length * labels];
    ImageTensor tensor = new ImageTensor(size);
    try (LoadedModel model = LoadedModel.load(engine, directory, size, labels);
        ModelRunner runner = model.newRunner()) {
      for (int i = 0; i < tensors.length / length; i++) {
        tensor.floats().put(tensors, i * length, length);
        System.arraycopy(runner.run(tensor), 0, results, i * labels, labels);
      }
    }
    return results;
  }

  /** Images as the decoder prepares them, one after the other. */
  static float[] tensors(InputSpec input, List<byte[]> photographs)
      throws IOException, ImageRejectedException {
    ImageDecoder decoder = new ImageDecoder(input, ImageLimits.DEFAULT);
    ImageTensor tensor = new ImageTensor(input.size());
    int length = input.size() * input.size() * ImageTensor.CHANNELS;
    float[] all = new float[photographs.size() * length];
    for (int i = 0; i < photographs.size(); i++) {
      decoder.decode(photographs.get(i), tensor);
      tensor.floats().get(all, i * length, length);
    }
    return all;
  }

  /** The whole photographs first, then parts that the seed chooses. */
  static List<byte[]> parts(int count, int seed) throws IOException {
    List<byte[]> photographs = new ArrayList<>();
    List<BufferedImage> whole = new ArrayList<>();
    for (String name : List.of("chelsea.png", "coffee.png", "tripod.png")) {
      Path file = PHOTOGRAPHS.resolve(name);
      photographs.add(Files.readAllBytes(file));
      whole.add(ImageIO.read(file.toFile()));
    }
    Random random = new Random(seed);
    while (photographs.size() < count) {
      BufferedImage image = whole.get(photographs.size() % whole.size());
      int width = image.getWidth() / 3 + random.nextInt(image.getWidth() / 2);
      int height = image.getHeight() / 3 + random.nextInt(image.getHeight() / 2);
      int x = random.nextInt(image.getWidth() - width);
      int y = random.nextInt(image.getHeight() - height);
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      ImageIO.write(image.getSubimage(x, y, width, height), "png", part);
      photographs.add(part.toByteArray());
    }
    return photographs;
  }
}
