"""Makes the models and the expected values beside it with Keras itself.

pip install keras==3.15.1 jax==0.10.2 h5py==3.16.0
KERAS_BACKEND=jax python keras-fixtures.py
"""

import json
import pathlib

import keras
import numpy as np
from keras import layers as L
from keras import ops

HERE = pathlib.Path(__file__).parent
keras.utils.set_random_seed(1)
RANDOM = np.random.default_rng(1)
IMAGE = np.round(RANDOM.normal(0, 1.5, (1, 6, 6, 3)), 2).astype("float32")


def numbers(array):
    return [float(f"{value:.7g}") for value in np.asarray(array, "float32").reshape(-1)]


def shake(model):
    """Gives every weight a value that matters: Keras begins with zeros and ones."""
    for weight in model.weights:
        if "variance" in weight.name:
            weight.assign(RANDOM.uniform(0.5, 2, weight.shape))
        elif weight.name != "count" and "seed" not in weight.name:
            weight.assign(np.round(RANDOM.normal(0, 0.5, weight.shape), 3))


def weights(model, found):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            weights(layer, found)
        for weight in layer.weights if not hasattr(layer, "layers") else []:
            if "seed" not in weight.name:
                found[layer.name + "/" + weight.name] = {
                    "shape": list(weight.shape),
                    "values": numbers(weight),
                }
    return found


CASES = []


def case(name, build):
    keras.backend.clear_session()
    image = L.Input((6, 6, 3), name="image")
    output = build(image)
    if len(output.shape) > 2:
        output = L.Flatten(name="flat")(output)
    model = keras.Model(image, output)
    shake(model)
    CASES.append(
        {
            "name": name,
            "model": json.loads(model.to_json()),
            "weights": weights(model, {}),
            "output": numbers(model.predict(IMAGE, verbose=0)),
        }
    )


def excite(x):
    gate = L.GlobalAveragePooling2D(keepdims=True)(x)
    gate = L.Conv2D(2, 1, activation="swish")(gate)
    gate = L.Conv2D(x.shape[-1], 1, activation="hard_sigmoid")(gate)
    return L.Multiply()([x, gate])


def residual(x, activation):
    y = L.BatchNormalization()(L.Conv2D(3, 3, padding="same")(x))
    return L.Activation(activation)(L.Add()([x, y]))


def twice(x):
    shared = L.Conv2D(3, 1, activation="relu", name="shared")
    return L.Concatenate()([shared(x), shared(shared(x))])


def within(x):
    inner = L.Input((6, 6, 3))
    model = keras.Model(inner, L.ReLU()(L.Conv2D(4, 3, name="deep")(inner)), name="inner")
    return L.GlobalMaxPooling2D()(model(x))


def in_a_row(x):
    model = keras.Sequential(
        [L.RandomFlip(), L.Conv2D(4, 2, strides=2), L.Dropout(0.5), L.LeakyReLU(0.1)]
    )
    return model(x)


case("conv2d_same_strided", lambda x: L.Conv2D(4, 3, strides=2, padding="same")(x))
case("conv2d_dilated", lambda x: L.Conv2D(4, 3, dilation_rate=2, use_bias=False)(x))
case("conv2d_uneven", lambda x: L.Conv2D(2, (3, 2), strides=(2, 1), padding="same")(x))
case("conv2d_relu6", lambda x: L.ReLU(6)(L.Conv2D(4, 3)(x)))
case("conv2d_relu6_on_a_sum", lambda x: L.ReLU(6)(L.Add()([x, L.Conv2D(3, 1)(x)])))
case("depthwise_same", lambda x: L.DepthwiseConv2D(3, padding="same", activation="relu")(x))
case("depthwise_multiplied", lambda x: L.DepthwiseConv2D(3, depth_multiplier=2)(x))
case(
    "depthwise_padded",
    lambda x: L.ReLU(6)(
        L.BatchNormalization()(
            L.DepthwiseConv2D(3, strides=2, use_bias=False)(L.ZeroPadding2D(((0, 1), (0, 1)))(x))
        )
    ),
)
case(
    "depthwise_padded_widely",
    lambda x: L.DepthwiseConv2D(3)(L.ZeroPadding2D(((2, 1), (0, 3)))(x)),
)
case("separable", lambda x: L.SeparableConv2D(4, 3, padding="same", activation="elu")(x))
case("normalised_behind_relu", lambda x: L.BatchNormalization(scale=False)(L.ReLU()(x)))
case("normalised_dense", lambda x: L.BatchNormalization()(L.Dense(4)(L.Flatten()(x))))
case("max_pool_same", lambda x: L.MaxPooling2D(3, strides=2, padding="same")(x))
case("max_pool_of_zeros", lambda x: L.MaxPooling2D(2)(L.ZeroPadding2D(1)(x)))
case("max_pool_behind_relu", lambda x: L.MaxPooling2D(3, 2)(L.ZeroPadding2D(1)(L.Conv2D(3, 1, activation="relu")(x))))
case("average_pool_same", lambda x: L.AveragePooling2D(3, strides=1, padding="same")(x))
case("average_pool_valid", lambda x: L.AveragePooling2D((2, 3))(x))
case("average_pool_of_zeros", lambda x: L.AveragePooling2D(3)(L.ZeroPadding2D(((1, 2), (3, 0)))(x)))
case("global_average", lambda x: L.GlobalAveragePooling2D()(x))
case("global_maximum", lambda x: L.GlobalMaxPooling2D(keepdims=True)(x))
case("squeeze_and_excite", excite)
case("residual_relu", lambda x: residual(x, "relu"))
case("residual_gelu", lambda x: residual(x, "gelu"))
case("add_three", lambda x: L.Add()([x, L.ReLU()(x), L.Activation("tanh")(x)]))
case("subtract", lambda x: L.Subtract()([x, L.ReLU()(x)]))
case("maximum", lambda x: L.Maximum()([x, L.Conv2D(3, 1)(x)]))
case("minimum", lambda x: L.Minimum()([x, L.Conv2D(3, 1)(x)]))
case("average", lambda x: L.Average()([x, L.ReLU()(x), L.Conv2D(3, 1)(x)]))
case("concatenate_channels", lambda x: L.Concatenate()([x, L.Conv2D(2, 1)(x)]))
case("concatenate_rows", lambda x: L.Concatenate(axis=1)([x, L.ReLU()(x)]))
case("concatenate_columns", lambda x: L.Concatenate(axis=2)([L.Cropping2D(((0, 0), (1, 2)))(x), x]))
case("cropping", lambda x: L.Cropping2D(((1, 2), (0, 3)))(x))
case("zero_padding", lambda x: L.Activation("sigmoid")(L.ZeroPadding2D((1, 2))(x)))
case("two_paddings", lambda x: L.Conv2D(2, 3)(L.ZeroPadding2D(1)(L.ZeroPadding2D((0, 1))(x))))
case("same_behind_padding", lambda x: L.Conv2D(2, 3, padding="same")(L.ZeroPadding2D(1)(x)))
case("reshape", lambda x: L.Conv2D(2, 2)(L.Reshape((4, 9, -1))(x)))
case("reshape_vector", lambda x: L.Conv2D(2, 1)(L.Reshape((1, 1, 3))(L.GlobalAveragePooling2D()(x))))
case("dense_of_an_image", lambda x: L.Dense(4, activation="softplus")(x))
case("dense_relu_softmax", lambda x: L.Dense(3, activation="softmax")(L.Dense(5, activation="relu")(L.Flatten()(x))))
case("softmax_of_an_image", lambda x: L.Softmax()(x))
case("softmax_behind_dense", lambda x: L.Activation("softmax")(L.Dense(3)(L.GlobalAveragePooling2D()(x))))
case("rescaling_within", lambda x: L.Rescaling(0.5, offset=[1, 2, 3])(L.ReLU()(x)))
case("normalization_within", lambda x: L.Normalization(mean=[1, 2, 3], variance=[4, 1, 9])(L.ReLU()(x)))
case("leaky_relu", lambda x: L.LeakyReLU(0.2)(x))
case("relu_with_a_slope", lambda x: L.ReLU(negative_slope=0.1)(x))
case("relu_with_a_cap", lambda x: L.ReLU(max_value=1)(x))
case("elu_layer", lambda x: L.ELU(0.7)(x))
for name in (
    "relu relu6 leaky_relu elu selu sigmoid hard_sigmoid tanh softplus softsign exponential swish"
    " hard_swish mish gelu"
).split():
    case("activation_" + name, lambda x, name=name: L.Activation(name)(x))
case("shared_layer", twice)
case("model_within", within)
case("sequence_within", in_a_row)

def classifier():
    keras.backend.clear_session()
    base_input = L.Input((8, 8, 3), name="pixels")
    x = L.Conv2D(4, 3, strides=2, padding="same", use_bias=False, name="stem")(base_input)
    x = L.BatchNormalization(name="stem_norm")(x)
    x = L.Activation("relu6")(x)
    x = L.DepthwiseConv2D(3, padding="same", name="spatial")(x)
    x = L.SeparableConv2D(4, 3, padding="same", name="separated")(x)
    x = L.BatchNormalization(name="last_norm")(x)
    base = keras.Model(base_input, L.ReLU()(x), name="base")
    image = L.Input((None, None, 3), name="image")
    x = L.Resizing(8, 8, name="resizing")(image)
    x = L.Rescaling(1 / 127.5, offset=-1, name="rescaling")(x)
    x = L.RandomFlip(name="flip")(x)
    x = base(x)
    x = L.GlobalAveragePooling2D(name="pool")(x)
    x = L.Dropout(0.3, name="dropout")(x)
    x = L.Dense(6, activation="swish", name="hidden")(x)
    x = L.Dense(3, activation="softmax", name="classes")(x)
    model = keras.Model(image, x, name="fine_tuned")
    shake(model)
    return model


MODEL = classifier()
MODEL.save(HERE / "classifier.keras")
MODEL.save(HERE / "classifier.h5")
PIXELS = RANDOM.integers(0, 256, (1, 8, 8, 3)).astype("float32")
(HERE / "classifier.json").write_text(
    json.dumps(
        {"pixels": numbers(PIXELS), "probabilities": numbers(MODEL.predict(PIXELS, verbose=0))}
    )
)

ROW = keras.Sequential(
    [
        L.Input((8, 8, 3)),
        L.Normalization(name="normalization"),
        L.Conv2D(4, 3, activation="relu"),
        L.Conv2D(4, 3, activation="relu"),
        L.Flatten(),
        L.Dense(2),
    ],
    name="row",
)
ROW.layers[0].adapt(RANDOM.integers(0, 256, (20, 8, 8, 3)).astype("float32"))
NORMALIZATION = ROW.layers[0].get_weights()
shake(ROW)
ROW.layers[0].set_weights(NORMALIZATION)
ROW.layers[0].finalize_state()
ROW.save(HERE / "sequence.keras")
ROW.save(HERE / "sequence.h5")
LOGITS = ROW.predict(PIXELS, verbose=0)
(HERE / "sequence.json").write_text(
    json.dumps({"pixels": numbers(PIXELS), "probabilities": numbers(np.asarray(keras.ops.softmax(LOGITS)))})
)


def called(x):
    y = ops.relu6(x / 0.5 + 3.0) * (1 / 6)
    y = ops.add(ops.multiply(y, x), np.array([1, 2, 3], "float32"))
    return ops.silu(1.0 - y) - x


# These come last, so that the random numbers of all before stay what they were.
case("conv2d_in_groups", lambda x: L.Conv2D(6, 3, groups=3, padding="same", activation="relu")(x))
case("conv2d_in_groups_added", lambda x: L.Add()([L.Conv2D(4, 1)(x), L.Conv2D(4, 3, groups=2, strides=1, padding="same")(L.Conv2D(8, 1)(x))]))
case("prelu_of_an_image", lambda x: L.PReLU(shared_axes=[1, 2])(L.Conv2D(4, 2)(x)))
case("prelu_of_a_vector", lambda x: L.PReLU()(L.GlobalAveragePooling2D()(x)))
case("layer_normalization", lambda x: L.LayerNormalization(epsilon=1e-6)(L.Conv2D(5, 2)(x)))
case("layer_normalization_of_a_vector", lambda x: L.LayerNormalization(scale=False)(L.Flatten()(x)))
case("called_functions", called)


def preprocessed(x, of):
    return of.preprocess_input(ops.cast(L.ReLU()(x), "float32"))


case("resizing_up", lambda x: L.Resizing(9, 7)(L.Conv2D(4, 3)(x)))
case("resizing_down", lambda x: L.Conv2D(2, 2)(L.Resizing(4, 5)(x)))
case("resizing_by_the_nearest_up", lambda x: L.Resizing(8, 11, interpolation="nearest")(x))
case("resizing_by_the_nearest_down", lambda x: L.Resizing(4, 3, interpolation="nearest")(x))
case("resizing_of_the_middle", lambda x: L.Resizing(4, 2, crop_to_aspect_ratio=True)(x))
case("resizing_of_the_middle_up", lambda x: L.Resizing(5, 8, crop_to_aspect_ratio=True)(L.Cropping2D(((0, 0), (0, 1)))(x)))
case("resizing_to_the_same", lambda x: L.Resizing(6, 6)(x))
case("resizing_and_pooling", lambda x: L.Concatenate()([x, L.Resizing(6, 6)(L.GlobalAveragePooling2D(keepdims=True)(x))]))
case("up_sampling", lambda x: L.UpSampling2D((2, 3))(x))
case("up_sampling_between", lambda x: L.UpSampling2D(2, interpolation="bilinear")(L.Conv2D(2, 3)(x)))
case("preprocessing_of_caffe", lambda x: preprocessed(x, keras.applications.resnet))
case("preprocessing_of_torch", lambda x: preprocessed(x, keras.applications.densenet))
case("preprocessing_of_tf", lambda x: preprocessed(x, keras.applications.mobilenet))
case("channels_turned_round", lambda x: L.ReLU()(x)[..., ::-1])
case("channels_turned_round_by_all_axes", lambda x: ops.flip(L.Conv2D(4, 1)(x)[:, :, :, ::-1] * 2, 3))

(HERE / "keras-layers.json").write_text(
    json.dumps({"keras": keras.__version__, "image": numbers(IMAGE), "cases": CASES})
    .replace('{"name": ', '\n{"name": ', 0)
)
