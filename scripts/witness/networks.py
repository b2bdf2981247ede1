"""Networks and losses of recipes, built of PyTorch's own parts."""

import math

import numpy
import torch
from torch.nn import functional

from . import threefry

SEED = 1
SHORT_NAMES = {"conv2d": "conv", "batchNorm": "bn"}


def pair(size):
    return tuple(size) if isinstance(size, list) else (size, size)


def layer_names(layers):
    """`conv1`, `conv2`, `dense`: the kind's short name, numbered where there are several."""
    short = [SHORT_NAMES.get(layer["type"], layer["type"]) for layer in layers]
    return [
        name + (str(short[: place + 1].count(name)) if short.count(name) > 1 else "") for place, name in enumerate(short)
    ]


def initial(name, shape, fans, how):
    """src/layers/initialize.ts: uniform in ±range, from a stream named after the array, rounded to single precision."""
    fan_in, fan_out = fans
    if how == "glorotUniform":
        reach = 0.0 if name.endswith("bias") else math.sqrt(6 / (fan_in + fan_out))
    else:
        reach = 1 / math.sqrt(fan_in)
    values = (2 * threefry.uniform(SEED, name, math.prod(shape)) - 1) * reach
    return torch.tensor(values.astype(numpy.float32).astype(numpy.float64).reshape(shape), requires_grad=True)


class Network:
    """A recipe's layers. The first pass, which only the shapes matter to, makes the parameters and running statistics."""

    def __init__(self, recipe):
        self.layers, self.how = recipe["layers"], recipe.get("initialization")
        self.parameters, self.statistics = {}, {}
        self.features = self(torch.zeros(2, *recipe["input"])).shape[1]
        for name, values in self.statistics.items():
            values.fill_(1 if name.endswith("var") else 0)

    def __call__(self, x):
        return self.through(self.layers, x, "")

    def through(self, layers, x, prefix):
        for name, layer in zip(layer_names(layers), layers):
            fields = {key: value for key, value in layer.items() if key != "type"}
            x = getattr(self, layer["type"])(prefix + name, x, **fields)
        return x

    def parameter(self, name, shape, fans):
        if name not in self.parameters:
            self.parameters[name] = initial(name, shape, fans, self.how)
        return self.parameters[name]

    def conv2d(self, name, x, filters, kernel, stride=1, padding=0, dilation=1, groups=1, mode="crossCorrelation"):
        groups = x.shape[1] if groups == "depthwise" else groups
        maps, taps = x.shape[1] // groups, pair(kernel)
        fans = maps * math.prod(taps), filters // groups * math.prod(taps)
        weight = self.parameter(f"{name}.weight", (filters, maps, *taps), fans)
        bias = self.parameter(f"{name}.bias", (filters,), fans)
        if mode == "convolution":
            weight = weight.flip(2, 3)
        return functional.conv2d(x, weight, bias, pair(stride), padding, pair(dilation), groups)

    def dense(self, name, x, units):
        fans = x.shape[1], units
        weight = self.parameter(f"{name}.weight", (units, x.shape[1]), fans)
        return functional.linear(x, weight, self.parameter(f"{name}.bias", (units,), fans))

    def batchNorm(self, name, x, epsilon=1e-5, momentum=0.1):
        shape = x.shape[1]
        if f"{name}.weight" not in self.parameters:
            self.parameters[f"{name}.weight"] = torch.ones(shape, requires_grad=True)
            self.parameters[f"{name}.bias"] = torch.zeros(shape, requires_grad=True)
            self.statistics[f"{name}.running_mean"] = torch.zeros(shape)
            self.statistics[f"{name}.running_var"] = torch.ones(shape)
        mean, variance = self.statistics[f"{name}.running_mean"], self.statistics[f"{name}.running_var"]
        weight, bias = self.parameters[f"{name}.weight"], self.parameters[f"{name}.bias"]
        return functional.batch_norm(x, mean, variance, weight, bias, True, momentum, epsilon)

    def residual(self, name, x, layers, shortcut=()):
        inner = self.through(layers, x, f"{name}.")
        return inner + self.through(shortcut, x, f"{name}.shortcut.")

    def flatten(self, _, x):
        return x.flatten(1)

    def avgPool2d(self, _, x, size):
        return functional.avg_pool2d(x, pair(size))

    def maxPool2d(self, _, x, size):
        return functional.max_pool2d(x, pair(size))

    def globalAvgPool(self, _, x):
        return functional.adaptive_avg_pool2d(x, 1)

    def relu(self, _, x):
        return functional.relu(x)

    def leakyRelu(self, _, x, slope=0.01):
        return functional.leaky_relu(x, slope)

    def gelu(self, _, x, approximate="none"):
        return functional.gelu(x, approximate=approximate)

    def silu(self, _, x):
        return functional.silu(x)

    def sigmoid(self, _, x):
        return torch.sigmoid(x)

    def softmax(self, _, x):
        return x.softmax(1)

    def tanh(self, _, x):
        return torch.tanh(x)


def loss_of(spec, output, label):
    """The batch's loss, and how many samples are predicted rightly."""
    kind, fields = (spec, {}) if isinstance(spec, str) else (spec["type"], spec)
    features = output.shape[1]
    if kind == "softmaxCrossEntropy":
        loss = functional.cross_entropy(output, label, label_smoothing=fields.get("labelSmoothing", 0.0))
        return loss, (output.argmax(1) == label).sum()
    target = label[:, None].double() if features == 1 else functional.one_hot(label, features).double()
    if kind == "squaredError":
        losses, threshold = functional.mse_loss(output, target, reduction="none"), 0.5
    else:
        losses, threshold = functional.binary_cross_entropy_with_logits(output, target, reduction="none"), 0
    prediction = (output[:, 0] >= threshold).long() if features == 1 else output.argmax(1)
    return losses.sum(1).mean(), (prediction == label).sum()
