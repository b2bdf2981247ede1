"""Cases of single operations: inputs that single precision holds, outputs, and gradients for some dL/dy.

A file has one operation; its notes list the cases, each with its attributes as src/operations takes them. Arrays are named
`CASE/ROLE`: inputs and outputs by their roles, `d` and a role for a gradient, dL/dy among them.
"""

import json
import math

import torch

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
