package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Activation;
import io.labelstream.tools.compiler.FloatOperation.Affine;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Reads Keras layers as a {@link Network}: batch normalisation, padding, sum and ReLU go into the
 * convolution that they follow or precede. TensorFlow would leave them apart: Keras puts a bias
 * between convolution and normalisation, which stops TensorFlow's own fusion, and it does not fuse
 * the sum.
 */
final class KerasReader {

  private final Weights weights;
  private final LayerOutputs outputs;
  private final ActivationReader activations;
  private final WindowLayers windows;
  private final ResizingLayers resizings;
  private final MergeLayers merges;
  private final VectorLayers vectors;
  private final NormalizationLayers normalizations;

  private KerasReader(KerasModel model, Weights weights) {
    this.weights = weights;
    outputs = new LayerOutputs(model);
    activations = new ActivationReader(model);
    windows = new WindowLayers(outputs, weights);
    resizings = new ResizingLayers(outputs);
    merges = new MergeLayers(outputs);
    vectors = new VectorLayers(outputs, weights);
    normalizations = new NormalizationLayers(outputs, weights);
  }

  static Network read(KerasModel model, Weights weights) throws InvalidModelException {
    KerasReader reader = new KerasReader(model, weights);
    for (KerasLayer layer : model.layers()) {
      layer.checkLayout();
      reader.read(layer);
    }
    if (model.outputs().size() != 1) {
      throw new InvalidModelException(
          "the model must have one output, but has " + model.outputs().size());
    }
    Operation output = reader.outputs.output(model.outputs().get(0));
    List<Operation> operations = reader.outputs.operations();
    long inputs = operations.stream().filter(Network.Input.class::isInstance).count();
    if (inputs != 1) {
      throw new InvalidModelException("the model must have one input, but has " + inputs);
    }
    if (!(operations.get(0) instanceof Network.Input)
        || operations.get(operations.size() - 1) != output) {
      throw new InvalidModelException(
          "the model must begin with its input and end with its output");
    }
    return new Network(operations);
  }

  private void read(KerasLayer layer) throws InvalidModelException {
    String name = layer.name();
    switch (layer.type()) {
      case "InputLayer" -> outputs.add(name, new Network.Input(name, KerasInput.shape(layer)));
      case "ZeroPadding2D" -> windows.pad(layer);
      case "Cropping2D" -> windows.crop(layer);
      case "Conv2D" -> addActivated(layer, windows.convolution(layer));
      case "DepthwiseConv2D" -> addActivated(layer, windows.depthwiseConvolution(layer));
      case "SeparableConv2D" -> addActivated(layer, windows.separableConvolution(layer));
      case "MaxPooling2D" -> outputs.add(name, windows.maxPool(layer));
      case "AveragePooling2D" -> outputs.add(name, windows.averagePool(layer));
      case "GlobalAveragePooling2D" ->
          keepDimensions(
              layer, "average", each -> new Network.GlobalAverage(each, outputs.image(layer)));
      case "GlobalMaxPooling2D" ->
          keepDimensions(
              layer,
              "maximum",
              each -> new FloatOperation.GlobalMaximum(each, outputs.image(layer)));
      case "BatchNormalization" -> scale(layer, normalizations.batch(layer));
      case "LayerNormalization" -> normalizations.standardize(layer);
      case "PReLU" -> {
        Operation input = outputs.output(layer.input());
        float[] slopes = weights.perChannel(layer, "alpha", outputs.channels(layer));
        outputs.add(name, new FloatOperation.ParametricRelu(name, input, slopes));
      }
      case "Rescaling" -> scale(layer, Rescaling.of(layer, outputs.channels(layer)));
      case "Normalization" ->
          scale(layer, Rescaling.ofNormalization(layer, outputs.channels(layer), weights));
      case "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax" -> activate(layer);
      case "Add" -> merges.sum(layer);
      case "Subtract", "Multiply", "Maximum", "Minimum", "Average" -> merges.combine(layer);
      case "Concatenate" -> merges.concatenate(layer);
      case "Dense" -> addActivated(layer, vectors.dense(layer));
      case "Flatten" -> vectors.flatten(layer);
      case "Reshape" -> vectors.reshape(layer);
      case ChannelLayers.ORDER ->
          outputs.add(name, ChannelLayers.convolution(layer, outputs.image(layer)));
      case "Resizing" -> resizings.resize(layer);
      case "UpSampling2D" -> resizings.upsample(layer);
      default -> throw layer.invalid("is a " + layer.type() + ", which is not supported");
    }
  }

  /** Makes an operation of a name. */
  private interface Maker {
    Operation make(String name) throws InvalidModelException;
  }

  private void keepDimensions(KerasLayer layer, String kind, Maker maker)
      throws InvalidModelException {
    String name = layer.name();
    if (!layer.config().path("keepdims").asBoolean()) {
      outputs.add(name, maker.make(name));
      return;
    }
    Operation reduced = maker.make(name + "/" + kind);
    outputs.add(reduced.name(), reduced);
    outputs.add(
        name, new FloatOperation.Reshape(name, reduced, new int[] {1, 1, reduced.shape()[0]}));
  }

  /** Adds an operation with the activation that Keras has in the same layer. */
  private void addActivated(KerasLayer layer, Operation operation) throws InvalidModelException {
    Optional<ActivationFunction> function = activations.named(layer);
    if (function.isEmpty()) {
      outputs.add(layer.name(), operation);
      return;
    }
    Optional<Operation> fused = ActivationFusion.withFunction(operation, function.get());
    if (fused.isPresent()) {
      outputs.add(layer.name(), fused.get());
      return;
    }
    outputs.add(layer.name(), operation);
    outputs.add(
        layer.name(), new Activation(layer.name() + "/activation", operation, function.get()));
  }

  private void activate(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
    Optional<ActivationFunction> function = activations.ofLayer(layer);
    if (function.isEmpty()) {
      outputs.alias(layer.name(), input);
      return;
    }
    Optional<Operation> fused =
        outputs
            .findOnly(layer.input())
            .flatMap(only -> ActivationFusion.withFunction(only, function.get()));
    if (fused.isPresent()) {
      outputs.replace(layer.name(), input, fused.get());
    } else {
      outputs.add(layer.name(), new Activation(layer.name(), input, function.get()));
    }
  }

  private void scale(KerasLayer layer, ChannelScale scale) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
    Optional<Operation> fused =
        outputs.findOnly(layer.input()).flatMap(only -> ActivationFusion.withScale(only, scale));
    if (fused.isPresent()) {
      outputs.replace(layer.name(), input, fused.get());
    } else {
      outputs.add(layer.name(), new Affine(layer.name(), input, scale));
    }
  }
}
