package io.labelstream.vision;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labelstream.settings.EngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A library that runs graphs, through DJL; the first of them is the reference. */
public enum Engine {
  TENSORFLOW("TensorFlow", "TensorFlow", "") {
    @Override
    public void prepare() throws IOException {
      NativeLibraries.prepareTensorFlow();
    }

    @Override
    void load(Model model, Path directory) throws IOException, MalformedModelException {
      model.load(directory);
    }
  },

  ONNXRUNTIME("ONNX Runtime", "OnnxRuntime", "-onnx") {
    @Override
    public void prepare() throws IOException {
      NativeLibraries.prepareOnnxRuntime();
    }

    @Override
    void load(Model model, Path directory) throws IOException, MalformedModelException {
      try (SessionOptions options = new SessionOptions()) {
        // Parallelism comes from tasks, so a session runs in its caller's thread alone.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        if (!Processor.ofThisMachine().hasVectorNeuralNetworkInstructions()) {
          // The sums of two products with signed weights overflow 16 bits. ONNX Runtime's own rule
          // sees that danger on some processors with VNNI too, where this costs two thirds.
          options.addConfigEntry("session.x64quantprecision", "1");
        }
        model.load(directory, null, Map.of("sessionOptions", options));
      } catch (OrtException e) {
        throw new IOException(e);
      }
    }
  };

  private final String title;
  private final String djlName;
  private final String suffix;

  Engine(String title, String djlName, String suffix) {
    this.title = title;
    this.djlName = djlName;
    this.suffix = suffix;
  }

  /** Those among which a choice leaves it to the machine, in the order of preference. */
  static List<Engine> of(EngineChoice choice) {
    return switch (choice) {
      case TENSORFLOW -> List.of(TENSORFLOW);
      case ONNXRUNTIME -> List.of(ONNXRUNTIME);
      case AUTO -> List.of(values());
    };
  }

  /**
   * Makes its native libraries ready, which nothing loads before; can be repeated.
   *
   * @throws IOException if they are missing, or cannot be kept from telling where they run
   */
  public abstract void prepare() throws IOException;

  /** Fills a model of its own with the graph of a directory. */
  abstract void load(Model model, Path directory) throws IOException, MalformedModelException;

  /** Its own name, for people. */
  public String title() {
    return title;
  }

  String djlName() {
    return djlName;
  }

  /** What follows the precision in the name of a model and of its folder. */
  public String suffix() {
    return suffix;
  }

  /** Returns the name in a manifest and in the settings, such as {@code onnxruntime}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
