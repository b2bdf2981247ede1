"""Runs PyTorch: `python3 pytorch.py FOLDER SETTING`. Questions and answers are those of serve.js.

SETTING is a number of threads on the processor; `cuda-eager`: a card, operation by operation; or `cuda-graph`: a card, the whole step
captured once as a CUDA graph and replayed. On a card all is in f32 proper, without TF32, and the optimiser is the fused one where there is
one.
"""

import inspect
import json
import sys
import time
from pathlib import Path

import numpy
import torch
from torch import nn

folder, setting = Path(sys.argv[1]), sys.argv[2]
is_cuda = setting.startswith("cuda-")
is_graph = setting == "cuda-graph"
device = torch.device("cuda" if is_cuda else "cpu")
if is_cuda:
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    # Every algorithm of a convolution is tried, and the fastest kept.
    torch.backends.cudnn.benchmark = True
else:
    torch.set_num_threads(int(setting))
# Seconds of steps that are queued before they are waited for.
QUEUED = 0.25
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
    return net.train(is_training).to(device)


def fastest(kind):
    """What makes an optimiser fast on a card, of what this version of PyTorch knows; `capturable` lets a graph have it."""
    known = inspect.signature(kind).parameters
    ways = ({"fused": True}, {"foreach": True}) if is_cuda else ()
    chosen = next((way for way in ways if next(iter(way)) in known), {})
    return {**chosen, **({"capturable": True} if is_graph and "capturable" in known else {})}


def optimizer_of(net):
    given = workload["optimizer"]
    kind = torch.optim.SGD if given["type"] == "momentum" else torch.optim.Adam
    options = {"lr": given["learningRate"], **fastest(kind)}
    if kind is torch.optim.SGD:
        return kind(net.parameters(), momentum=given["momentum"], **options)
    return kind(net.parameters(), betas=(given["beta1"], given["beta2"]), eps=given["epsilon"], **options)


# The first question is always for the first step; opening is part of its time.
sys.stdin.readline()
asked_at = time.perf_counter()
net = network()
images = (array("images.u8", numpy.uint8).reshape(-1, *workload["shape"]).float() / 255).to(device)
labels = array("labels.u8", numpy.uint8).long().to(device)
# PyTorch has no unsigned words; no sample's number needs the sign.
order = array("order.u32", numpy.int32).long().to(device)
optimizer = optimizer_of(net) if is_training else None
steps = 0


def work(samples):
    """What a step does with its samples: its loss, or the outputs of its batch."""
    if not is_training:
        with torch.no_grad() if is_graph else torch.inference_mode():
            return net(images[samples])
    optimizer.zero_grad(set_to_none=True)
    loss = nn.functional.cross_entropy(net(images[samples]), labels[samples])
    loss.backward()
    optimizer.step()
    return loss.detach()


def captured():
    """The same as a CUDA graph. What is captured has to have run before, on a stream of its own; then all is as at the start again."""
    samples = order[:batch].clone()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            work(samples)
    torch.cuda.current_stream().wait_stream(stream)
    if is_training:
        optimizer.zero_grad(set_to_none=True)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = work(samples)
    # Capturing runs nothing. In place: the graph knows these arrays. A momentum of 0 is as good as none.
    net.load_state_dict(before)
    for state in optimizer.state.values() if is_training else ():
        for value in state.values():
            if torch.is_tensor(value):
                value.zero_()

    def replay(chosen):
        samples.copy_(chosen)
        graph.replay()
        return result.clone()

    return replay


do = captured() if is_graph else work


def step():
    """The next step."""
    global steps
    start = steps % (len(order) // batch) * batch
    steps += 1
    if is_training:
        return do(order[start : start + batch])
    # Inference takes the samples as they lie there. All predictions are read.
    return do(torch.arange(start, start + batch, device=device) if is_graph else slice(start, start + batch)).cpu()


def finish():
    if is_cuda:
        torch.cuda.synchronize()


def check(least, most, seconds):
    values, begun = [], time.perf_counter()
    while len(values) < (most if time.perf_counter() - begun < seconds else least):
        values += step().reshape(-1).tolist()
    return values


def run(seconds):
    first, begun = steps, time.perf_counter()
    waited = begun
    while steps == first or time.perf_counter() - begun < seconds:
        step()
        if time.perf_counter() - waited >= QUEUED:
            finish()
            waited = time.perf_counter()
    finish()
    return {"images": (steps - first) * batch, "seconds": time.perf_counter() - begun, "submits": 0, "dispatches": 0}


def tell(answer):
    print(json.dumps(answer), flush=True)


values = step().reshape(-1).tolist()
tell({"values": values, "ms": 1000 * (time.perf_counter() - asked_at)})
for line in sys.stdin:
    question = json.loads(line)
    tell({"values": check(**question["check"])} if "check" in question else run(question["run"]))
