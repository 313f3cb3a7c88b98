package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions as Keras 2 and 3 store them; more of Keras 3 are {@link KerasLayersTest}'s cases. */
class KerasCallTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "math.truediv             | {'y': 127.5, 'name': null} | [0.00784313725490196] | [0.0]",
        "math.subtract            | {'y': 1.0}                 | [1.0]                 | [-1.0]",
        "__operators__.add        | {'y': [1.0, 2.0, 3.0]}     | [1.0,1.0,1.0]         | [1.0,2.0,3.0]",
        "math.multiply            | {'y': 0.5}                 | [0.5]                 | [0.0]",
        "nn.bias_add | {'bias': [1.0, 2.0], 'data_format': 'NHWC'} | [1.0,1.0] | [1.0,2.0]",
      })
  void aNumberScalesTheTensor(String function, String arguments, String scale, String offset)
      throws IOException {
    KerasLayer layer = last(lambda(function, "[['image', 0, 0, " + arguments + "]]"));
    assertThat(layer.type()).isEqualTo("Rescaling");
    assertThat(layer.config().get("scale")).isEqualTo(json(scale));
    assertThat(layer.config().get("offset")).isEqualTo(json(offset));
    assertThat(layer.inputs()).containsExactly("image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "math.subtract     | 1.0        | [-1.0]         | [1.0]",
        "math.multiply     | 2.0        | [2.0]          | [0.0]",
        "__operators__.add | [1.0, 2.0] | [1.0,1.0]      | [1.0,2.0]",
      })
  void aNumberMayComeFirst(String function, String number, String scale, String offset)
      throws IOException {
    KerasLayer layer = last(lambda(function, constantFirst(number)));
    assertThat(layer.type()).isEqualTo("Rescaling");
    assertThat(layer.config().get("scale")).isEqualTo(json(scale));
    assertThat(layer.config().get("offset")).isEqualTo(json(offset));
    assertThat(layer.inputs()).containsExactly("image");
  }

  @Test
  void aNumberIsNotDividedByATensor() {
    assertThatThrownBy(() -> last(lambda("math.truediv", constantFirst("1.0"))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer called calls math.truediv in a way that is not supported");
  }

  @Test
  void aConstantIsNoInputOfALayer() {
    assertThatThrownBy(
            () ->
                last(
                    "{'class_name': 'Add', 'name': 'called', 'config': {}, 'inbound_nodes':"
                        + " [[['image', 0, 0, {}], ['_CONSTANT_VALUE', -1, 2.0, {}]]]}"))
        .isInstanceOf(InvalidModelException.class);
  }

  private static String constantFirst(String number) {
    return "[['_CONSTANT_VALUE', -1, " + number + ", {'y': ['image', 0, 0], 'name': null}]]";
  }

  @Test
  void twoTensorsAreMerged() throws IOException {
    KerasLayer layer =
        last(lambda("__operators__.add", "[['image', 0, 0, {'y': ['image', 0, 0]}]]"));
    assertThat(layer.type()).isEqualTo("Add");
    assertThat(layer.inputs()).containsExactly("image", "image");
  }

  @Test
  void aFunctionOfOneTensorIsAnActivation() throws IOException {
    KerasLayer layer = last(lambda("nn.relu6", "[['image', 0, 0, {'name': null}]]"));
    assertThat(layer.type()).isEqualTo("Activation");
    assertThat(layer.config().get("activation").asText()).isEqualTo("relu6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "math.atan2           | {'y': 1.0}",
        "math.cumsum          | {'name': null}",
        "math.truediv         | {'y': 0}",
        "__operators__.getitem| {'slice_spec': [{'start': null}]}",
        "__operators__.getitem| {'slice_spec': [{'class_name': '__ellipsis__'}, -1]}",
        "reverse              | {'axis': [1]}",
        "cast                 | {'dtype': 'float16'}",
        "nn.bias_add          | {'bias': [1.0], 'data_format': 'NCHW'}",
      })
  void namesWhatIsUnknown(String function, String arguments) {
    assertThatThrownBy(() -> last(lambda(function, "[['image', 0, 0, " + arguments + "]]")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer called calls " + function + " in a way that is not supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'class_name': '__ellipsis__'}, %s]",
        "{'class_name': '__tuple__', 'items': [{'class_name': '__ellipsis__'}, %s]}",
        "[{'start': null, 'stop': null, 'step': null}, {'start': null, 'stop': null, 'step': null},"
            + " {'start': null, 'stop': null, 'step': 1}, %s]",
      })
  void aSliceBackwardsTurnsTheChannelsRound(String indices) throws IOException {
    String backwards = "{'start': null, 'stop': null, 'step': -1}";
    KerasLayer layer = last(slice(indices.formatted(backwards)));
    assertThat(layer.type()).isEqualTo(ChannelLayers.ORDER);
    assertThat(layer.inputs()).containsExactly("image");
    assertThat(ChannelLayers.order(layer, 3)).containsExactly(2, 1, 0);
    assertThat(ChannelLayers.isReversal(layer, 3)).isTrue();
    assertThat(last(slice(indices.formatted("1"))).type()).isEqualTo(ChannelLayers.ONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'start': null, 'stop': null, 'step': -1}]",
        "[{'class_name': '__ellipsis__'}, {'start': 1, 'stop': null, 'step': -1}]",
        "[{'class_name': '__ellipsis__'}, {'start': null, 'stop': null, 'step': 2}]",
        "[0, {'start': null, 'stop': null, 'step': -1}]",
      })
  void anyOtherSliceIsRefused(String indices) {
    assertThatThrownBy(() -> last(slice(indices)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer called calls __operators__.getitem in a way that is not supported");
  }

  private static String slice(String indices) {
    return lambda("__operators__.getitem", "[['image', 0, 0, {'slice_spec': " + indices + "}]]")
        .replace("TFOpLambda", "SlicingOpLambda");
  }

  @Test
  void channelsMayBeTurnedRoundByTheirAxis() throws IOException {
    KerasLayer layer = last(lambda("reverse", "[['image', 0, 0, {'axis': [-1]}]]"));
    assertThat(ChannelLayers.order(layer, 3)).containsExactly(2, 1, 0);
  }

  @Test
  void aCastToWhatAnImageIsDoesNothing() throws IOException {
    assertThat(last(lambda("cast", "[['image', 0, 0, {'dtype': 'float32'}]]")).name())
        .isEqualTo("image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{'name': 'called'} | {}", "{'name': 'called', 'alpha': 0.5} | {'alpha': 0.5}"})
  void anEluHasItsScale(String config, String expected) throws IOException {
    KerasLayer layer = last(function("nn", "Elu", config));
    assertThat(layer.type()).isEqualTo("ELU");
    assertThat(layer.config()).isEqualTo(json(expected));
  }

  @Test
  void whatChangesNothingMayBeConfigured() throws IOException {
    KerasLayer layer =
        last(function("nn", "Relu6", "{'name': 'called', 'dtype': 'float32', 'trainable': true}"));
    assertThat(layer.config().get("activation").asText()).isEqualTo("relu6");
  }

  @Test
  void anyOtherConfigurationIsRefused() {
    assertThatThrownBy(() -> last(function("nn", "Selu", "{'name': 'called', 'alpha': 0.5}")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer called calls Selu with alpha 0.5, which is not supported");
    assertThatThrownBy(() -> last(function("nn", "Elu", "{'alpha': 'much'}")))
        .hasMessage("layer called calls Elu in a way that is not supported");
  }

  private static String function(String module, String type, String config) {
    return "{'class_name': '%s', 'module': 'keras.src.ops.%s', 'name': 'called', 'config': %s,"
            .formatted(type, module, config)
        + " 'inbound_nodes': [{'args': [{'class_name': '__keras_tensor__', 'config':"
        + " {'keras_history': ['image', 0, 0]}}], 'kwargs': {}}]}";
  }

  private static String lambda(String function, String nodes) {
    return "{'class_name': 'TFOpLambda', 'name': 'called', 'config': {'name': 'called',"
        + " 'function': '"
        + function
        + "'}, 'inbound_nodes': "
        + nodes
        + "}";
  }

  private static KerasLayer last(String layer) throws IOException {
    JsonNode model =
        json(
            "{'class_name': 'Functional', 'config': {'layers': [{'class_name': 'InputLayer',"
                + " 'name': 'image', 'config': {'batch_input_shape': [null, 2, 2, 3]},"
                + " 'inbound_nodes': []}, "
                + layer
                + "], 'input_layers': [['image', 0, 0]], 'output_layers': [['called', 0, 0]]}}");
    List<KerasLayer> layers = KerasTopology.read(model, "2.15.0").layers();
    return layers.get(layers.size() - 1);
  }

  private static JsonNode json(String text) throws IOException {
    return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
  }
}
