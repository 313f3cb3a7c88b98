package io.labelstream.tools.compiler;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tensors of a model in a file of HDF5, as Keras 2 or Keras 3 lays them out. */
final class Hdf5Tensors {

  private Hdf5Tensors() {}

  /**
   * Keras 2's layout: a group for each outermost layer, whose attribute {@code weight_names} lists
   * what is in it, such as {@code conv1/kernel:0}.
   *
   * @param weights the group {@code model_weights}
   */
  static Weights.Store ofKeras2(Group weights) {
    return (layer, kind) -> {
      Node group = weights.getChildren().get(layer.place().group());
      if (!(group instanceof Group found)) {
        return Optional.empty();
      }
      Optional<String> name = nameOf(names(found), layer, kind);
      return name.isEmpty() ? Optional.empty() : read(found, name.get());
    };
  }

  private static Optional<String> nameOf(List<String> names, KerasLayer layer, String kind) {
    boolean alone = layer.place().layer().equals(layer.place().group());
    for (String alias : LayerVariables.aliases(layer, kind)) {
      String ending = (alone ? "/" : "/" + layer.place().layer() + "/") + alias;
      for (String name : names) {
        // A variable is called kernel:0 in Keras 2 and kernel in Keras 3.
        if (("/" + name.replaceFirst(":\\d+$", "")).endsWith(ending)) {
          return Optional.of(name);
        }
      }
    }
    // Keras itself goes by the order, since a variable may be called as it likes.
    List<String> kinds = LayerVariables.of(layer);
    int position = kinds.indexOf(kind);
    return alone && names.size() == kinds.size() && position >= 0
        ? Optional.of(names.get(position))
        : Optional.empty();
  }

  /** A long list is cut into {@code weight_names0}, {@code weight_names1} and so on. */
  private static List<String> names(Group group) {
    Attribute whole = group.getAttributes().get("weight_names");
    if (whole != null) {
      return texts(whole);
    }
    List<String> names = new ArrayList<>();
    for (int part = 0; ; part++) {
      Attribute next = group.getAttributes().get("weight_names" + part);
      if (next == null) {
        return names;
      }
      names.addAll(texts(next));
    }
  }

  private static List<String> texts(Attribute attribute) {
    Object data = attribute.isEmpty() ? new String[0] : attribute.getData();
    return data instanceof String[] texts ? List.of(texts) : List.of(String.valueOf(data));
  }

  /**
   * Keras 3's layout: {@code layers/conv2d_1/vars/0}, by the layers' classes and their variables'
   * order.
   */
  static Weights.Store ofKeras3(Group root) {
    return (layer, kind) -> {
      int position = LayerVariables.of(layer).indexOf(kind);
      String path = layer.place().path();
      if (!root.getChildren().containsKey("layers")) {
        // So the first releases of the format had it.
        path = path.replace("layers/", "_layer_checkpoint_dependencies/");
      }
      return position < 0 ? Optional.empty() : read(root, path + "/vars/" + position);
    };
  }

  private static Optional<Weights.Tensor> read(Group group, String path)
      throws InvalidModelException {
    Node node = group;
    for (String step : path.split("/", -1)) {
      node = node instanceof Group parent ? parent.getChildren().get(step) : null;
    }
    if (!(node instanceof Dataset dataset)) {
      return Optional.empty();
    }
    try {
      Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
      return Optional.of(new Weights.Tensor(path, dataset.getDimensions(), floats(path, data)));
    } catch (HdfException e) {
      throw new InvalidModelException("tensor " + path + " cannot be read: " + e.getMessage());
    }
  }

  private static float[] floats(String path, Object data) throws InvalidModelException {
    if (data instanceof float[] floats) {
      return floats;
    }
    if (data instanceof Number number) {
      return new float[] {number.floatValue()};
    }
    if (data instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    throw new InvalidModelException(
        "tensor " + path + " must be of float32, but is " + data.getClass().getSimpleName());
  }
}
