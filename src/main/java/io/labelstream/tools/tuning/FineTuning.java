package io.labelstream.tools.tuning;

import io.labelstream.serve.Program;
import io.labelstream.serve.Version;
import io.labelstream.tools.cli.Progress;
import io.labelstream.tools.compiler.ClassifierBody;
import io.labelstream.tools.compiler.DenseHead;
import io.labelstream.tools.compiler.FeatureExtractor;
import io.labelstream.vision.ModelDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The example: makes a classifier of your own labels of the vendored ResNet50. */
@Command(
    name = "tune.sh",
    description = {
      "An example of a model of your own: the vendored ResNet50 with a last layer that tells your"
          + " labels, as a file of Keras to import.",
      "What comes before that layer stays as it is. Whoever trains with Keras has no need of this."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class FineTuning implements Runnable {

  private static final int EACH_HELD_OUT = 5;
  private static final String ENDING = ".keras";

  @Spec private CommandSpec spec;

  private FineTuning() {}

  /** Runs a command and exits: 0 on success, 1 on failure, 2 for a usage error. */
  public static void main(String[] arguments) {
    Program.main(FineTuning.class, Map.of(), arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  @Command(
      name = "photographs",
      description =
          "Cuts the shipped photographs into ten labels to try it with: DIR/known and DIR/new.",
      mixinStandardHelpOptions = true)
  int photographs(@Parameters(paramLabel = "DIR") Path directory) throws IOException {
    new ExamplePhotographs(ofThisProject("deploy/photographs")).write(directory);
    print(
        "%s/known has photographs to train with, %s/new others to classify", directory, directory);
    return 0;
  }

  @Command(
      name = "train",
      description = {
        "Trains the last layer on the photographs of DIR, a folder for each label, and writes the"
            + " whole model to FILE.keras and the labels to FILE.txt.",
        "How good it is, is told of every fifth photograph, by a layer trained on the others; the"
            + " one that is written was trained on all."
      },
      mixinStandardHelpOptions = true)
  int train(
      @Parameters(paramLabel = "DIR") Path directory,
      @Parameters(paramLabel = "FILE.keras") Path file)
      throws IOException {
    if (!file.toString().endsWith(ENDING)) {
      throw new ParameterException(spec.commandLine(), "The model's file must end in " + ENDING);
    }
    checkWritable(file);
    LabelledPhotographs photographs = LabelledPhotographs.in(directory);
    ClassifierBody body = ClassifierBody.read(ofThisProject("models/resnet50"));
    Examples examples = examples(body, photographs);
    print(
        "%d labels, %d photographs, %,d features of each",
        photographs.labels().size(), examples.size(), examples.features().get(0).length);
    Examples heldOut = examples.part(true);
    DenseHead trial = examples.part(false).train(photographs.labels().size());
    print("%d of %d held out are right", heldOut.right(trial), heldOut.size());
    body.write(file, "predictions", examples.train(photographs.labels().size()));
    String name = file.getFileName().toString();
    Path labels = file.resolveSibling(name.substring(0, name.length() - ENDING.length()) + ".txt");
    Files.write(labels, photographs.labels());
    print("written: %s, %s", file, labels);
    return 0;
  }

  /** It takes minutes until the file is written, so that is said before. */
  private static void checkWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException(
          file + " cannot be written: " + folder + " must be a folder that you can write to");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + " cannot be written: it is a folder");
    }
  }

  private static Examples examples(ClassifierBody body, LabelledPhotographs photographs)
      throws IOException {
    List<float[]> features = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (FeatureExtractor extractor = body.extractor();
        Progress progress = new Progress("Looking", photographs.photographs().size())) {
      for (LabelledPhotographs.Labelled each : photographs.photographs()) {
        features.add(extractor.features(each.file()));
        labels.add(each.label());
        progress.step();
      }
    }
    return new Examples(features, labels);
  }

  /** The features of photographs, and their labels. */
  private record Examples(List<float[]> features, List<Integer> labels) {

    int size() {
      return labels.size();
    }

    /** Every fifth one, or all others. */
    Examples part(boolean heldOut) {
      List<float[]> some = new ArrayList<>();
      List<Integer> theirs = new ArrayList<>();
      for (int i = 0; i < size(); i++) {
        if (i % EACH_HELD_OUT == EACH_HELD_OUT - 1 == heldOut) {
          some.add(features.get(i));
          theirs.add(labels.get(i));
        }
      }
      return new Examples(some, theirs);
    }

    DenseHead train(int classes) {
      return LogisticRegression.train(features, labels, classes);
    }

    int right(DenseHead head) {
      int right = 0;
      for (int i = 0; i < size(); i++) {
        right += LogisticRegression.label(head, features.get(i)) == labels.get(i) ? 1 : 0;
      }
      return right;
    }
  }

  private void print(String format, Object... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(format + "%n", arguments);
    out.flush();
  }

  /** A build's models are in {@code target/models}. */
  private static Path ofThisProject(String path) {
    return ModelDirectory.ofThisBuild().resolve("../..").resolve(path).normalize();
  }
}
