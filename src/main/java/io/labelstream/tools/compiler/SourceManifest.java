package io.labelstream.tools.compiler;

import io.labelstream.vision.InputSpec;

/**
 * What the original files do not say of a model; {@code manifest.json} beside them.
 *
 * @param name the model's name
 * @param topology the file with the Keras layers and the list of weights
 * @param labels the file with the classes' names by index
 * @param input how the model was trained to see its image
 */
record SourceManifest(String name, String topology, String labels, InputSpec input) {}
