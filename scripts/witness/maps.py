"""Operations on maps of pixels: convolution, pooling, affine maps."""

import torch
from torch.nn import functional

from .witness import Witness


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


def affine_sample():
    """Maps about the centre, in pixels; PyTorch's go from −1 to 1."""

    def compute(x, theta):
        H, W = x.shape[2:]
        rows, columns = torch.arange(H) - (H - 1) / 2, torch.arange(W) - (W - 1) / 2
        places = torch.stack([columns.expand(H, W), rows[:, None].expand(H, W), torch.ones(H, W)], dim=-1)
        moved = torch.einsum("hwk,nik->nhwi", places, theta) / torch.tensor([(W - 1) / 2, (H - 1) / 2])
        return {"y": functional.grid_sample(x, moved, align_corners=True).detach()}

    return Witness("affineSample").case("control", {"x": (3, 2, 6, 5), "theta": (3, 2, 3)}, compute)
