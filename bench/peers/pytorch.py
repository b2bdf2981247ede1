"""Runs PyTorch on the processor: `python3 pytorch.py FOLDER THREADS`. Questions and answers are those of serve.js."""

import json
import sys
import time
from pathlib import Path

import numpy
import torch
from torch import nn

folder, threads = Path(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
workload = json.loads((folder / "workload.json").read_text())
batch = workload["recipe"]["batch"]
is_training = workload["kind"] == "training"


def array(name, dtype):
    return torch.from_numpy(numpy.fromfile(folder / name, dtype))


def layer_of(layer, shape):
    """The module of a layer, and what it makes of one sample's shape."""
    kind = layer["type"]
    if kind == "conv2d":
        module = nn.Conv2d(shape[0], layer["filters"], tuple(layer["kernel"]))
    elif kind == "dense":
        module = nn.Linear(shape[0], layer["units"])
    elif kind == "batchNorm":
        module = nn.BatchNorm2d(shape[0], eps=layer["epsilon"], momentum=layer["momentum"])
    elif kind == "maxPool2d":
        module = nn.MaxPool2d(tuple(layer["size"]))
    else:
        module = {"relu": nn.ReLU, "flatten": nn.Flatten}[kind]()
    return module, module.eval()(torch.zeros(1, *shape)).shape[1:]


def network():
    modules, shape = {}, torch.Size(workload["shape"])
    for layer in workload["layers"]:
        modules[layer["name"]], shape = layer_of(layer, shape)
    net = nn.Sequential()
    for name, module in modules.items():
        net.add_module(name, module)
    flat, at, state = array("parameters.f32", numpy.float32), 0, {}
    for parameter in workload["parameters"]:
        length = int(numpy.prod(parameter["shape"]))
        state[parameter["name"]] = flat[at : at + length].reshape(parameter["shape"])
        at += length
    net.load_state_dict(state, strict=False)
    return net.train(is_training)


def optimizer_of(net):
    given = workload["optimizer"]
    if given["type"] == "momentum":
        return torch.optim.SGD(net.parameters(), given["learningRate"], given["momentum"])
    return torch.optim.Adam(net.parameters(), given["learningRate"], (given["beta1"], given["beta2"]), given["epsilon"])


net = network()
images = array("images.u8", numpy.uint8).reshape(-1, *workload["shape"]).float() / 255
labels = array("labels.u8", numpy.uint8).long()
# PyTorch has no unsigned words; no sample's number needs the sign.
order = array("order.u32", numpy.int32).long()
optimizer = optimizer_of(net) if is_training else None
steps = 0


def step():
    """One step: its loss, or the outputs of its batch."""
    global steps
    start = steps % (len(order) // batch) * batch
    steps += 1
    if not is_training:
        with torch.inference_mode():
            return net(images[start : start + batch])
    samples = order[start : start + batch]
    optimizer.zero_grad(set_to_none=True)
    loss = nn.functional.cross_entropy(net(images[samples]), labels[samples])
    loss.backward()
    optimizer.step()
    return loss.detach()


def check(most, seconds):
    values, begun = [], time.perf_counter()
    while len(values) < 2 or (len(values) < most and time.perf_counter() - begun < seconds):
        values += step().reshape(-1).tolist()
    return values


def run(seconds):
    first, begun = steps, time.perf_counter()
    while steps == first or time.perf_counter() - begun < seconds:
        step()
    return {"images": (steps - first) * batch, "seconds": time.perf_counter() - begun, "submits": 0, "dispatches": 0}


for line in sys.stdin:
    question = json.loads(line)
    answer = {"values": check(**question["check"])} if "check" in question else run(question["run"])
    print(json.dumps(answer), flush=True)
