"""The networks of networks.ts in Keras: one JSON line of samples a second for each."""

import json
import time

import keras
import numpy
import tensorflow

BUDGET_SECONDS = 2.0
layers = keras.layers


def depthwise_block(filters, strides):
    return [
        layers.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.Conv2D(filters, 1, use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]


NETWORKS = [
    (
        "MLP 64-128-64-10",
        (64,),
        64,
        [
            layers.Dense(128, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(10),
        ],
    ),
    (
        "reference CNN 28×28×1",
        (28, 28, 1),
        64,
        [
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10),
        ],
    ),
    (
        "depthwise CNN 64×64×3",
        (64, 64, 3),
        16,
        [
            layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            *depthwise_block(32, 1),
            *depthwise_block(64, 2),
            *depthwise_block(64, 1),
            *depthwise_block(128, 2),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10),
        ],
    ),
]


def samples_per_second(step, samples):
    """By the fastest step: others on the machine only slow it down."""
    fastest = float("inf")
    step()  # traces and compiles
    end = time.perf_counter() + BUDGET_SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        step()
        fastest = min(fastest, time.perf_counter() - start)
    return samples / fastest


for title, shape, batch, stack in NETWORKS:
    model = keras.Sequential([keras.Input(shape), *stack])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=loss)
    x = tensorflow.constant(numpy.random.default_rng(1).normal(size=(batch, *shape)), "float32")
    y = tensorflow.constant(numpy.arange(batch) % 10)
    train = samples_per_second(lambda: float(model.train_on_batch(x, y)), batch)
    predict = samples_per_second(lambda: model.predict_on_batch(x), batch)
    library = f"keras {keras.__version__}, tensorflow {tensorflow.__version__}"
    print(json.dumps({"network": title, "library": library, "train": train, "predict": predict}))
