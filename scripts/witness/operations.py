"""Cases of single operations: inputs that single precision holds, outputs, and gradients for some dL/dy.

A file has one operation; its notes list the cases, each with its attributes as src/operations takes them. Arrays are named
`CASE/ROLE`: inputs and outputs by their roles, `d` and a role for a gradient, dL/dy among them.
"""

import json
import math

import torch
from torch.nn import functional

from . import threefry

SEED = 2
# Integers below so many.
CHOICES = {"label": 5}
# Real numbers that nothing is differentiated with respect to; and those that are not negative.
GIVEN = ("target", "mean", "variance", "theta")
POSITIVE = ("target", "variance")


def draw(op, case, role, shape, coarse=False):
    """Values between −1 and 1, or integers. Coarse ones are eighths, some of them equal."""
    stream, count = f"{op}: {case}: {role}", math.prod(shape)
    if role in CHOICES:
        return torch.tensor(threefry.words(SEED, stream, count) % CHOICES[role]).reshape(shape)
    values = torch.tensor(2 * threefry.uniform(SEED, stream, count) - 1).reshape(shape)
    if role in POSITIVE:
        values = values.abs()
    return values.mul(8).floor().div(8) if coarse else values


class Witness:
    """The cases of one operation."""

    def __init__(self, op):
        self.op, self.cases, self.arrays = op, [], {}

    def case(self, name, shapes, compute, attributes=None, scale=1, coarse=False):
        """
        Adds a case. A scale that is a power of two leaves the inputs what single precision holds.

        compute: from the inputs by role to the outputs by role. Gradients are those of the first of them, where it has any: with
        respect to every input of real numbers. A loss, [N], is a mean: dL/dloss is 1/N.
        """
        inputs = {role: draw(self.op, name, role, shape, coarse) for role, shape in shapes.items()}
        for role, value in inputs.items():
            if role not in CHOICES:
                value.mul_(scale).requires_grad_(role not in GIVEN)
        outputs = compute(**inputs)
        role, first = next(iter(outputs.items()))
        arrays = inputs | outputs
        if first.requires_grad:
            is_loss = role == "loss"
            upstream = torch.full_like(first, 1 / len(first)) if is_loss else draw(self.op, name, "d" + role, first.shape)
            arrays["d" + role] = upstream
            sources = {source: value for source, value in inputs.items() if value.requires_grad}
            gradients = torch.autograd.grad(first, list(sources.values()), upstream)
            arrays |= {"d" + source: gradient for source, gradient in zip(sources, gradients)}
        self.arrays |= {f"{name}/{key}": value.detach().double().numpy() for key, value in arrays.items()}
        self.cases.append({"name": name, "attributes": attributes or {}})
        return self

    def notes(self):
        return {"cases": json.dumps(self.cases, ensure_ascii=False)}


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


def padded(x, padding, value=0.0):
    top, bottom, left, right = padding
    return functional.pad(x, (left, right, top, bottom), value=value)


def conv2d():
    witness = Witness("conv2d")

    def add(name, x, weight, **attributes):
        def compute(x, weight):
            moves = {key: attributes[key] for key in ("stride", "dilation", "groups") if key in attributes}
            return {"y": functional.conv2d(padded(x, attributes.get("padding", (0, 0, 0, 0))), weight, **moves)}

        witness.case(name, {"x": x, "weight": weight}, compute, attributes)

    add("control", (2, 3, 7, 6), (4, 3, 3, 2))
    add("one map", (1, 1, 5, 5), (1, 1, 3, 3))
    add("stride", (2, 2, 8, 7), (3, 2, 3, 3), stride=(2, 3))
    add("padding", (2, 2, 5, 4), (3, 2, 3, 3), padding=(1, 1, 1, 1))
    add("uneven padding", (2, 2, 5, 4), (3, 2, 4, 2), padding=(1, 2, 0, 1))
    add("dilation", (1, 2, 8, 9), (2, 2, 3, 3), dilation=(2, 3))
    add("groups", (2, 4, 5, 5), (6, 2, 3, 3), groups=2)
    add("depthwise", (2, 3, 5, 5), (6, 1, 3, 3), groups=3)
    add("all", (2, 4, 9, 8), (4, 2, 3, 2), stride=(2, 1), padding=(2, 1, 0, 1), dilation=(2, 3), groups=2)
    return witness


def convolve():
    """True convolution of two planes: PyTorch's, which is none, with the kernel turned round."""
    witness = Witness("convolve")

    def full(x, g):
        h, w = g.shape
        return functional.conv2d(padded(x, (h - 1, h - 1, w - 1, w - 1))[None, None], g.flip(0, 1)[None, None])[0, 0]

    def circular(x, g):
        """Every value of the full convolution lands where its place is after going round."""
        y = torch.zeros_like(x)
        whole = full(x, g)
        for row in range(whole.shape[0]):
            for column in range(whole.shape[1]):
                place = row % x.shape[0], column % x.shape[1]
                y = y.index_put(tuple(torch.tensor([at]) for at in place), whole[row, column], accumulate=True)
        return y

    def same(x, g):
        top, left = (g.shape[0] - 1) // 2, (g.shape[1] - 1) // 2
        return full(x, g)[top : top + x.shape[0], left : left + x.shape[1]]

    def valid(x, g):
        return functional.conv2d(x[None, None], g.flip(0, 1)[None, None])[0, 0]

    for form in (full, same, valid, circular):
        for name, x, g in (("", (6, 7), (3, 2)), (" of one axis", (1, 9), (1, 4))):
            witness.case(
                form.__name__ + name, {"x": x, "g": g}, lambda x, g: {"y": form(x, g)}, {"form": form.__name__}
            )
    witness.case("larger kernel", {"x": (2, 3), "g": (3, 5)}, lambda x, g: {"y": circular(x, g)}, {"form": "circular"})
    return witness


POOLS = {
    "control": ((2, 3, 6, 4), {"kernel": (2, 2), "stride": (2, 2)}),
    "overlap": ((2, 2, 7, 6), {"kernel": (3, 2), "stride": (2, 1)}),
    "padding": ((2, 2, 6, 5), {"kernel": (3, 3), "stride": (2, 2), "padding": (1, 1, 1, 1)}),
    "ceil": ((1, 2, 6, 8), {"kernel": (3, 3), "stride": (2, 2), "ceilMode": True}),
    "ceil and padding": (
        (1, 2, 6, 7),
        {"kernel": (3, 2), "stride": (3, 2), "padding": (1, 1, 1, 1), "ceilMode": True},
    ),
    "whole map": ((2, 3, 3, 5), {"kernel": (3, 5), "stride": (3, 5)}),
}


def pool_arguments(kernel, stride, padding=(0, 0, 0, 0), ceilMode=False):
    return {"kernel_size": kernel, "stride": stride, "padding": (padding[0], padding[2]), "ceil_mode": ceilMode}


def avg_pool():
    witness = Witness("avgPool2d")
    for name, (shape, attributes) in POOLS.items():
        for counts in (True, False) if "padding" in attributes else (True,):
            arguments = pool_arguments(**attributes) | {"count_include_pad": counts}
            label = name if counts else f"{name}, not counted"
            given = attributes if counts else attributes | {"countIncludePad": False}
            witness.case(label, {"x": shape}, lambda x: {"y": functional.avg_pool2d(x, **arguments)}, given)
    return witness


def max_pool():
    witness = Witness("maxPool2d")

    def add(name, shape, attributes, coarse=False):
        def compute(x):
            y, place = functional.max_pool2d(x, **pool_arguments(**attributes), return_indices=True)
            # PyTorch counts in the map, we in the window.
            (kh, kw), (sh, sw) = attributes["kernel"], attributes["stride"]
            top, _, left, _ = attributes.get("padding", (0, 0, 0, 0))
            rows = torch.arange(y.shape[2])[:, None] * sh - top
            columns = torch.arange(y.shape[3]) * sw - left
            row, column = place // x.shape[3] - rows, place % x.shape[3] - columns
            return {"y": y, "index": row * kw + column}

        witness.case(name, {"x": shape}, compute, attributes, coarse=coarse)

    for name, (shape, attributes) in POOLS.items():
        add(name, shape, attributes)
    add("equal values", *POOLS["overlap"], coarse=True)
    return witness


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


def affine_sample():
    """Maps about the centre, in pixels; PyTorch's go from −1 to 1."""

    def compute(x, theta):
        H, W = x.shape[2:]
        rows, columns = torch.arange(H) - (H - 1) / 2, torch.arange(W) - (W - 1) / 2
        places = torch.stack([columns.expand(H, W), rows[:, None].expand(H, W), torch.ones(H, W)], dim=-1)
        moved = torch.einsum("hwk,nik->nhwi", places, theta) / torch.tensor([(W - 1) / 2, (H - 1) / 2])
        return {"y": functional.grid_sample(x, moved, align_corners=True).detach()}

    return Witness("affineSample").case("control", {"x": (3, 2, 6, 5), "theta": (3, 2, 3)}, compute)


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
    yield affine_sample()
    yield avg_pool()
    yield batch_norm()
    yield batch_statistics()
    yield binary_cross_entropy()
    yield conv2d()
    yield convolve()
    yield Witness("dense").case(
        "control", {"x": (3, 7), "weight": (5, 7)}, lambda x, weight: {"y": functional.linear(x, weight)}
    )
    yield Witness("flip2d").case("control", {"x": (2, 3, 4, 5)}, lambda x: {"y": x.flip(2, 3)})
    yield elementwise("gelu", functional.gelu, [{"approximate": "none"}, {"approximate": "tanh"}], gelu_far)
    yield elementwise("leakyRelu", lambda x, slope: functional.leaky_relu(x, slope), [{"slope": 0.01}, {"slope": 0.25}])
    yield max_pool()
    yield one_hot()
    yield elementwise("relu", functional.relu)
    yield elementwise("sigmoid", torch.sigmoid)
    yield elementwise("silu", functional.silu, far=silu_far)
    yield Witness("softmax").case("control", {"x": (4, 5)}, lambda x: {"y": x.softmax(1)})
    yield cross_entropy()
    yield squared_error()
    yield elementwise("tanh", torch.tanh)
