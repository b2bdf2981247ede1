"""The runs that are noted down: every preset, and small networks for what the presets lack."""

import json

# Samples of a step of a preset, so that the reference is not too slow.
MOST_IN_A_BATCH = 2

SMALL = {
    "input": [1, 4, 4],
    "layers": [
        {"type": "flatten"},
        {"type": "dense", "units": 5},
        {"type": "sigmoid"},
        {"type": "dense", "units": 3},
    ],
    "loss": "softmaxCrossEntropy",
    "optimizer": {"type": "sgd", "learningRate": 0.5},
    "batch": 4,
}

OPTIMIZERS = {
    "sgd": {"type": "sgd", "learningRate": 0.5, "weightDecay": 0.1},
    "momentum": {"type": "momentum", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.1},
    "nesterov": {"type": "nesterov", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.1},
    "adam": {"type": "adam", "learningRate": 0.01, "weightDecay": 0.1},
    "adamW": {"type": "adamW", "learningRate": 0.01, "weightDecay": 0.1},
    "rmsProp": {"type": "rmsProp", "learningRate": 0.01},
    "rmsProp-momentum": {
        "type": "rmsProp",
        "learningRate": 0.01,
        "alpha": 0.9,
        "momentum": 0.5,
        "epsilon": 0.001,
        "weightDecay": 0.1,
    },
    "clipped": {"type": "sgd", "learningRate": 0.5, "clipNorm": 0.25},
    "averaged": {"type": "sgd", "learningRate": 0.5, "averageDecay": 0.9},
}

SCHEDULES = {
    "stairs": {"type": "step", "every": 3, "factor": 0.5},
    "cosine": {"type": "cosine", "end": 0.1},
    "cosine-warmup": {"type": "cosine", "warmup": 4},
    "oneCycle": {"type": "oneCycle", "warmup": 0.4, "startDivisor": 10, "endDivisor": 100},
}

LOSSES = {
    "labelSmoothing": {"type": "softmaxCrossEntropy", "labelSmoothing": 0.1},
    "binaryCrossEntropy": "binaryCrossEntropyWithLogits",
}

NETWORKS = {
    "activations": {
        "layers": [
            {"type": "flatten"},
            {"type": "dense", "units": 5},
            {"type": "tanh"},
            {"type": "dense", "units": 4},
            {"type": "leakyRelu", "slope": 0.1},
            {"type": "dense", "units": 5},
            {"type": "gelu"},
            {"type": "dense", "units": 4},
            {"type": "gelu", "approximate": "tanh"},
            {"type": "dense", "units": 5},
            {"type": "silu"},
            {"type": "dense", "units": 3},
            {"type": "softmax"},
        ],
        "loss": "squaredError",
    },
    "batchNorm": {
        "input": [2, 6, 6],
        "layers": [
            {"type": "conv2d", "filters": 3, "kernel": 3},
            {"type": "batchNorm"},
            {"type": "relu"},
            {"type": "flatten"},
            {"type": "dense", "units": 4},
            {"type": "batchNorm", "epsilon": 0.001, "momentum": 0.25},
            {"type": "dense", "units": 3},
        ],
    },
    "averagedStatistics": {
        "optimizer": {"type": "momentum", "learningRate": 0.1, "momentum": 0.9, "averageDecay": 0.75},
        "layers": [
            {"type": "flatten"},
            {"type": "dense", "units": 5},
            {"type": "batchNorm"},
            {"type": "sigmoid"},
            {"type": "dense", "units": 3},
        ],
    },
    "residual": {
        "input": [2, 6, 6],
        "layers": [
            {
                "type": "residual",
                "layers": [
                    {"type": "conv2d", "filters": 2, "kernel": 3, "padding": 1},
                    {"type": "relu"},
                    {"type": "conv2d", "filters": 2, "kernel": 3, "padding": 1},
                ],
            },
            {
                "type": "residual",
                "layers": [{"type": "conv2d", "filters": 4, "kernel": 3, "padding": 1, "stride": 2}],
                "shortcut": [{"type": "conv2d", "filters": 4, "kernel": 1, "stride": 2}],
            },
            {"type": "relu"},
            {"type": "globalAvgPool"},
            {"type": "flatten"},
            {"type": "dense", "units": 3},
        ],
    },
    "convolutions": {
        "input": [2, 9, 8],
        "optimizer": {"type": "sgd", "learningRate": 0.05},
        "layers": [
            {"type": "conv2d", "filters": 4, "kernel": [3, 2], "padding": 1, "dilation": [2, 1]},
            {"type": "relu"},
            {"type": "conv2d", "filters": 4, "kernel": 3, "groups": "depthwise", "stride": [2, 1]},
            {"type": "sigmoid"},
            {"type": "conv2d", "filters": 6, "kernel": [2, 3], "groups": 2, "mode": "convolution"},
            {"type": "flatten"},
            {"type": "dense", "units": 3},
        ],
    },
}


def recipes(presets):
    """
    Every run's recipe, by its name.

    presets: folder of the presets' JSON
    """
    runs = {path.stem: json.loads(path.read_text()) for path in sorted(presets.glob("*.json"))}
    runs = {name: recipe | {"batch": min(recipe["batch"], MOST_IN_A_BATCH)} for name, recipe in runs.items()}
    runs |= {name: SMALL | {"optimizer": optimizer} for name, optimizer in OPTIMIZERS.items()}
    runs |= {name: SMALL | {"schedule": schedule} for name, schedule in SCHEDULES.items()}
    runs |= {name: SMALL | {"loss": loss} for name, loss in LOSSES.items()}
    runs |= {name: SMALL | network for name, network in NETWORKS.items()}
    return {name: recipe | {"name": name} for name, recipe in runs.items()}
