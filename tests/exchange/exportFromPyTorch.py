"""Networks of PyTorch as ONNX files, each with an input and what PyTorch makes of it. Usage: exportFromPyTorch.py FOLDER"""
import json
import sys

import torch
from torch import nn


class Residual(nn.Module):
    def __init__(self, inner, shortcut=None):
        super().__init__()
        self.inner = inner
        self.shortcut = shortcut

    def forward(self, x):
        return self.inner(x) + (x if self.shortcut is None else self.shortcut(x))


class View(nn.Module):
    """As people write it: its shape is computed from the batch's."""

    def forward(self, x):
        return x.view(x.size(0), -1)


def conv(inputs, outputs, size, **options):
    return nn.Conv2d(inputs, outputs, size, **options)


networks = {
    "lenet": (
        (1, 28, 28),
        [conv(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), conv(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        + [nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
    ),
    "smooth": (
        (1, 12, 12),
        [conv(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.SiLU(), conv(4, 4, 3, stride=2), nn.GELU()]
        + [nn.AvgPool2d(2), View(), nn.Linear(16, 12), nn.GELU(), nn.Linear(12, 8), nn.Tanh(), nn.Dropout(0.3)]
        + [nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 8), nn.LeakyReLU(0.2), nn.Linear(8, 3, bias=False)],
    ),
    "residual": (
        (2, 8, 8),
        [conv(2, 4, 3, padding=1), Residual(nn.Sequential(conv(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())), nn.ReLU()]
        + [Residual(nn.Sequential(conv(4, 8, 3, stride=2, padding=1), nn.SiLU(), conv(8, 8, 1)), conv(4, 8, 1, stride=2))]
        + [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5), nn.Softmax(dim=1)],
    ),
    "groups": (
        (4, 9, 9),
        [conv(4, 8, 3, groups=2, dilation=2), nn.Tanh(), conv(8, 8, 3, groups=8, padding=(0, 1)), nn.Sigmoid()]
        + [nn.AvgPool2d(3, stride=1, padding=1)]
        + [nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True), nn.AvgPool2d(2, stride=1, padding=1, count_include_pad=False)]
        + [nn.Flatten(), nn.Linear(96, 4)],
    ),
    # What there is no layer for.
    "foreign": ((1, 8, 8), [conv(1, 2, 3), nn.ELU(), nn.InstanceNorm2d(2), nn.Flatten(), nn.Linear(72, 2), nn.LogSoftmax(1)]),
}

torch.manual_seed(1)
told = {}
for name, (shape, layers) in networks.items():
    network = nn.Sequential(*layers).train()
    with torch.no_grad():
        # Statistics other than those at the start.
        network(torch.rand(16, *shape) * 2)
        network.eval()
        x = torch.rand(3, *shape)
        y = network(x)
    for opset in (11, 13, 16):
        torch.onnx.export(network, x, f"{sys.argv[1]}/{name}-{opset}.onnx", opset_version=opset, dynamic_axes={"x": {0: "N"}}, input_names=["x"])
    told[name] = {"shape": shape, "x": x.flatten().tolist(), "y": y.tolist()}
print(json.dumps(told))
