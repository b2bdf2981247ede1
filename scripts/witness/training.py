"""Ten steps of training."""

import json
import math

import torch
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

from . import threefry
from .networks import SEED, Network, loss_of

STEPS = 10
# Elements kept of an array; of a larger one evenly spread ones. An odd distance meets every column of an even matrix.
MOST_KEPT = 200


def optimizer_of(spec, parameters):
    rate, decay = spec["learningRate"], spec.get("weightDecay", 0)
    epsilon, betas = spec.get("epsilon", 1e-8), (spec.get("beta1", 0.9), spec.get("beta2", 0.999))
    momentum = spec.get("momentum", 0)
    kinds = {
        "sgd": lambda: torch.optim.SGD(parameters, rate, weight_decay=decay),
        "momentum": lambda: torch.optim.SGD(parameters, rate, momentum, weight_decay=decay),
        "nesterov": lambda: torch.optim.SGD(parameters, rate, momentum, weight_decay=decay, nesterov=True),
        "adam": lambda: torch.optim.Adam(parameters, rate, betas, epsilon, decay),
        "adamW": lambda: torch.optim.AdamW(parameters, rate, betas, epsilon, decay),
        "rmsProp": lambda: torch.optim.RMSprop(parameters, rate, spec.get("alpha", 0.99), epsilon, decay, momentum),
    }
    return kinds[spec["type"]]()


class Arrays(torch.nn.Module):
    """A network's parameters and running statistics, held as AveragedModel asks for them."""

    def __init__(self, network):
        super().__init__()
        self.learned = torch.nn.ParameterList(map(torch.nn.Parameter, network.parameters.values()))
        for place, values in enumerate(network.statistics.values()):
            self.register_buffer(f"statistic{place}", values)


def average_of(arrays, decay):
    """A copy of the arrays when it is first updated, then their moving average."""
    return AveragedModel(arrays, avg_fn=lambda old, new, _: decay * old + (1 - decay) * new, use_buffers=True)


def scheduler_of(spec, optimizer, rate):
    """What sets the learning rate of the next step after each step."""
    warmup, steps = spec.get("warmup", 0), STEPS
    if spec["type"] == "oneCycle":
        rise, start, end = spec.get("warmup", 0.3), spec.get("startDivisor", 25), spec.get("endDivisor", 1e4)
        return lr_scheduler.OneCycleLR(
            optimizer, rate, steps, pct_start=rise, div_factor=start, final_div_factor=end, cycle_momentum=False
        )
    after = {
        "constant": lambda: lr_scheduler.ConstantLR(optimizer, 1),
        "step": lambda: lr_scheduler.StepLR(optimizer, spec["every"], spec["factor"]),
        "cosine": lambda: lr_scheduler.CosineAnnealingLR(optimizer, steps - warmup, spec.get("end", 0) * rate),
    }[spec["type"]]
    if warmup == 0:
        return after()
    before = lr_scheduler.LinearLR(optimizer, 1 / warmup, 1, warmup - 1)
    return lr_scheduler.SequentialLR(optimizer, [before, after()], [warmup])


def noted(array):
    """Some elements of an array, its sum and its Euclidean norm, these two rounded once."""
    values = array.detach().flatten()
    distance = -(-len(values) // MOST_KEPT) | 1
    whole = math.fsum(values), math.sqrt(math.fsum(values * values))
    return torch.cat([values[::distance], torch.tensor(whole)])


def data_of(recipe, classes):
    """Two batches, which take turns: bytes divided by 255, [2, N, C, H, W], and labels, [2, N]."""
    batch = recipe["batch"]
    shape = (2, batch, *recipe["input"])
    pixels = torch.tensor(threefry.words(SEED, "images", math.prod(shape)) % 256)
    labels = torch.tensor(threefry.words(SEED, "labels", 2 * batch) % classes)
    return pixels.reshape(shape) / 255, labels.reshape(2, batch)


def train(recipe):
    """
    Arrays: `loss`, `correct` and `learningRate` of each step; `gradient/NAME` of each parameter in the first step; and after the last step
    `final/NAME` of each parameter and running statistic, and `average/NAME` where they are averaged.
    """
    network = Network(recipe)
    parameters, classes = network.parameters, max(2, network.features)
    images, labels = data_of(recipe, classes)
    spec = recipe["optimizer"]
    optimizer = optimizer_of(spec, list(parameters.values()))
    scheduler = scheduler_of(recipe.get("schedule", {"type": "constant"}), optimizer, spec["learningRate"])
    followed = Arrays(network)
    average = average_of(followed, spec["averageDecay"]) if "averageDecay" in spec else None
    arrays, losses, hits, rates = {}, [], [], []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss, correct = loss_of(recipe["loss"], network(images[step % 2]), labels[step % 2])
        loss.backward()
        losses.append(loss.item())
        hits.append(correct.double())
        rates.append(optimizer.param_groups[0]["lr"])
        if step == 0:
            arrays |= {f"gradient/{name}": noted(parameter.grad) for name, parameter in parameters.items()}
        if "clipNorm" in spec:
            torch.nn.utils.clip_grad_norm_(list(parameters.values()), spec["clipNorm"])
        optimizer.step()
        if average:
            average.update_parameters(followed)
        if step < STEPS - 1:
            scheduler.step()
    named = parameters | network.statistics
    arrays |= {f"final/{name}": noted(values) for name, values in named.items()}
    if average:
        averaged = [*average.module.parameters(), *average.module.buffers()]
        arrays |= {f"average/{name}": noted(values) for name, values in zip(named, averaged)}
    arrays |= {"loss": torch.tensor(losses), "correct": torch.tensor(hits), "learningRate": torch.tensor(rates)}
    notes = {"recipe": json.dumps(recipe), "seed": str(SEED), "classes": str(classes)}
    return {name: values.numpy() for name, values in arrays.items()}, notes
