package io.labelstream.tools.compiler;

import io.labelstream.vision.InputSpec;

/**
 * The facts about a model that its original files lack, {@code manifest.json} beside them.
 *
 * @param name the model's name
 * @param topology the file with the Keras layers and the list of weights
 * @param labels the file with the classes' names by index
 * @param input the form of the images with which the model was trained
 */
record SourceManifest(String name, String topology, String labels, InputSpec input) {}
