"""The operations that PyTorch has, too: cases of each."""

import math

import torch
from torch.nn import functional

from . import maps
from .witness import Witness


def elementwise(op, function, variants=({},), far=None):
    """
    An operation on every element for itself: near 0, and far from it.

    variants: attributes, which the function takes beside x
    far: the function far from 0, where PyTorch's own loses digits
    """
    witness = Witness(op)
    for attributes in variants:
        label = "".join(f", {key} {value}" for key, value in attributes.items())

        def near_0(x):
            return {"y": function(x, **attributes)}

        def far_from_0(x):
            return {"y": (far or function)(x, **attributes)}

        witness.case(f"near 0{label}", {"x": (3, 4, 5)}, near_0, attributes)
        witness.case(f"far from 0{label}", {"x": (64,)}, far_from_0, attributes, scale=16)
    return witness


def gelu_far(x, approximate):
    """PyTorch's own comes of 1 + erf(x/√2) or 1 + tanh(z), of which below 0 nothing is left."""
    if approximate == "none":
        return x * torch.erfc(-x / math.sqrt(2)) / 2
    return x / (1 + torch.exp(-2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def silu_far(x):
    """PyTorch's own has 1 − σ(x) in its gradient, of which above 0 nothing is left."""
    return x / (1 + torch.exp(-x))


def add_bias():
    def compute(x, bias):
        return {"y": x + bias.reshape(-1, *[1] * (x.dim() - 2))}

    witness = Witness("addBias").case("maps", {"x": (2, 3, 4, 5), "bias": (3,)}, compute)
    return witness.case("features", {"x": (3, 5), "bias": (5,)}, compute)


def cross_entropy():
    witness = Witness("softmaxCrossEntropy")

    def add(name, scale=1, **attributes):
        smoothing = attributes.get("labelSmoothing", 0.0)

        def compute(x, label):
            return {"loss": functional.cross_entropy(x, label, reduction="none", label_smoothing=smoothing)}

        witness.case(name, {"x": (4, 5), "label": (4,)}, compute, attributes, scale)

    add("control")
    add("sure", scale=32)
    add("smoothed labels", labelSmoothing=0.1)
    add("sure, smoothed labels", scale=32, labelSmoothing=0.25)
    return witness


def binary_cross_entropy():
    def compute(x, target):
        return {"loss": functional.binary_cross_entropy_with_logits(x, target, reduction="none").sum(1)}

    witness = Witness("binaryCrossEntropyWithLogits").case("control", {"x": (4, 5), "target": (4, 5)}, compute)
    return witness.case("sure", {"x": (4, 1), "target": (4, 1)}, compute, scale=32)


def batch_norm():
    """With given mean and variance; what training does is in the runs of training."""

    def compute(x, mean, variance, weight, bias):
        return {"y": functional.batch_norm(x, mean, variance, weight, bias, training=False, eps=0.001)}

    witness, each = Witness("batchNorm"), {role: (3,) for role in ("mean", "variance", "weight", "bias")}
    for name, x in (("maps", (2, 3, 4, 5)), ("features", (5, 3))):
        witness.case(name, {"x": x} | each, compute, {"epsilon": 0.001, "training": False})
    return witness


def batch_statistics():
    def compute(x):
        axes = [axis for axis in range(x.dim()) if axis != 1]
        return {"mean": x.mean(axes).detach(), "variance": x.var(axes, unbiased=False).detach()}

    return Witness("batchStatistics").case("maps", {"x": (2, 3, 4, 5)}, compute).case("features", {"x": (5, 3)}, compute)


def squared_error():
    def compute(x, target):
        return {"loss": functional.mse_loss(x, target, reduction="none").sum(1)}

    return Witness("squaredError").case("control", {"x": (4, 5), "target": (4, 5)}, compute)


def one_hot():
    def compute(label):
        return {"target": functional.one_hot(label, 5)}

    return Witness("oneHot").case("control", {"label": (7,)}, compute, {"features": 5})


def operations():
    """Every operation's cases."""
    yield Witness("add").case("control", {"a": (3, 4, 5), "b": (3, 4, 5)}, lambda a, b: {"y": a + b})
    yield add_bias()
    yield maps.affine_sample()
    yield maps.avg_pool()
    yield batch_norm()
    yield batch_statistics()
    yield binary_cross_entropy()
    yield maps.conv2d()
    yield maps.convolve()
    yield Witness("dense").case(
        "control", {"x": (3, 7), "weight": (5, 7)}, lambda x, weight: {"y": functional.linear(x, weight)}
    )
    yield Witness("flip2d").case("control", {"x": (2, 3, 4, 5)}, lambda x: {"y": x.flip(2, 3)})
    yield elementwise("gelu", functional.gelu, [{"approximate": "none"}, {"approximate": "tanh"}], gelu_far)
    yield elementwise("leakyRelu", lambda x, slope: functional.leaky_relu(x, slope), [{"slope": 0.01}, {"slope": 0.25}])
    yield maps.max_pool()
    yield one_hot()
    yield elementwise("relu", functional.relu)
    yield elementwise("sigmoid", torch.sigmoid)
    yield elementwise("silu", functional.silu, far=silu_far)
    yield Witness("softmax").case("control", {"x": (4, 5)}, lambda x: {"y": x.softmax(1)})
    yield cross_entropy()
    yield squared_error()
    yield elementwise("tanh", torch.tanh)
