"""Cases for `verify --cases` from PyTorch, in double precision: python3 scripts/userCases.py > tests/userCases/pytorch.json

Then npm run format. Needs torch (Debian: python3-torch). Inputs are multiples of 1/64, which single precision has exactly.
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(1)
TOLERANCE = {"absolute": 1e-6, "relative": 1e-5}
cases = []


def draw(*shape, positive=False):
    values = torch.randint(1 if positive else -96, 97, shape).double() / 64
    return values.requires_grad_()


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def array(tensor):
    return {"shape": list(tensor.shape), "data": numbers(tensor)}


def add(op, attributes, compute, inputs, note="", targets=None, grads=True, more=None):
    """A case with the output and, where asked for, the gradients of all inputs that have one."""
    output = compute(**inputs, **(targets or {}))
    case = {
        "id": f"{op}{' ' if note else ''}{note}",
        "op": op,
        "kind": "gradient" if grads else "forward",
        "attributes": attributes,
        "inputs": {name: array(tensor) for name, tensor in {**inputs, **(targets or {})}.items()},
        "outputShape": list(output.shape),
        "expected": {"output": numbers(output), **(more or {})},
        "tolerance": TOLERANCE,
    }
    if grads:
        if output.dim() > 0:
            output_grad = draw(*output.shape).detach()
            case["outputGrad"] = array(output_grad)
            output.backward(output_grad)
        else:
            output.backward()
        for name, tensor in inputs.items():
            if tensor.grad is not None:
                case["expected"][f"{name}Grad"] = numbers(tensor.grad)
    cases.append(case)


def sides(top, bottom, left, right):
    return {"top": top, "bottom": bottom, "left": left, "right": right}


def conv(stride=1, padding=(0, 0, 0, 0), dilation=1, groups=1):
    top, bottom, left, right = padding
    return lambda input, weight, bias=None: F.conv2d(
        F.pad(input, (left, right, top, bottom)), weight, bias, stride=stride, dilation=dilation, groups=groups
    )


add("conv2d", {"kernel": [3, 3]}, conv(), {"input": draw(2, 2, 4, 4), "weight": draw(3, 2, 3, 3), "bias": draw(3)})
add(
    "conv2d",
    {"kernel": [3, 3], "stride": [1, 1], "padding": sides(1, 1, 1, 1), "dilation": [1, 1], "groups": 1},
    conv(padding=(1, 1, 1, 1)),
    {"input": draw(1, 1, 4, 5), "weight": draw(2, 1, 3, 3)},
    "padding 1, no bias",
)
add(
    "conv2d",
    {"kernel": [3, 2], "stride": [2, 1], "padding": sides(0, 1, 2, 0), "dilation": [1, 2], "groups": 2},
    conv((2, 1), (0, 1, 2, 0), (1, 2), 2),
    {"input": draw(1, 4, 5, 4), "weight": draw(2, 2, 3, 2), "bias": draw(2)},
    "stride, uneven padding, dilation, groups",
)
add("dense", {}, F.linear, {"input": draw(3, 5), "weight": draw(4, 5), "bias": draw(4)})
add("conv2d+relu", {}, lambda **of: F.relu(conv()(**of)), {"input": draw(1, 1, 4, 4), "weight": draw(2, 1, 2, 2), "bias": draw(2)})
add(
    "conv2d+relu+maxPool",
    {"conv2d": {"kernel": [2, 2]}, "maxPool": {"kernel": [2, 2]}},
    lambda **of: F.max_pool2d(F.relu(conv()(**of)), 2),
    {"input": draw(1, 1, 5, 5), "weight": draw(2, 1, 2, 2), "bias": draw(2)},
)
add("maxPool", {"kernel": [2, 2], "stride": [2, 2]}, lambda input: F.max_pool2d(input, 2), {"input": draw(1, 2, 4, 4)})
add(
    "maxPool",
    {"kernel": [3, 3], "stride": [2, 2], "padding": sides(1, 1, 1, 1), "ceilMode": True},
    lambda input: F.max_pool2d(input, 3, 2, 1, ceil_mode=True),
    {"input": draw(1, 1, 4, 4)},
    "padding, ceilMode",
)
for counted in (True, False):
    add(
        "avgPool",
        {"kernel": [3, 2], "stride": [2, 2], "padding": sides(1, 1, 1, 1), "countIncludePad": counted, "ceilMode": True},
        lambda input: F.avg_pool2d(input, (3, 2), 2, 1, ceil_mode=True, count_include_pad=counted),
        {"input": draw(1, 1, 5, 4)},
        f"countIncludePad {str(counted).lower()}",
    )

scale, bias = draw(2), draw(2)
mean, variance = draw(2).detach(), draw(2, positive=True).detach()
add(
    "batchNorm",
    {"training": False, "epsilon": 1e-5},
    lambda input, scale, bias, mean, variance: F.batch_norm(input, mean, variance, scale, bias, False, 0.1, 1e-5),
    {"input": draw(2, 2, 2, 3), "scale": scale, "bias": bias},
    "evaluation",
    targets={"mean": mean, "variance": variance},
)
running_mean, running_variance = mean.clone(), variance.clone()
scale, bias = draw(2), draw(2)
add(
    "batchNorm",
    {"training": True, "epsilon": 1e-5, "momentum": 0.25},
    lambda input, scale, bias, mean, variance: F.batch_norm(
        input, running_mean, running_variance, scale, bias, True, 0.25, 1e-5
    ),
    {"input": draw(2, 2, 2, 3), "scale": scale, "bias": bias},
    "training",
    targets={"mean": mean, "variance": variance},
)
cases[-1]["expected"]["mean"] = numbers(running_mean)
cases[-1]["expected"]["variance"] = numbers(running_variance)

for name, compute in {
    "relu": F.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "silu": F.silu,
}.items():
    add(name, {}, lambda input: compute(input), {"input": draw(2, 5)})
add("leakyRelu", {"slope": 0.125}, lambda input: F.leaky_relu(input, 0.125), {"input": draw(2, 5)})
x = draw(2, 5)
phi = lambda input: input * 0.5 * (1 + torch.erf(input / 2**0.5))
add("gelu", {}, phi, {"input": draw(2, 5)})
add("softmax", {"axis": 1}, lambda input: F.softmax(input, 1), {"input": draw(3, 4)})

labels = torch.tensor([2.0, 0.0, 3.0]).double()
cross = lambda reduction, smoothing=0.0: lambda input, target: F.cross_entropy(
    input, target.long(), reduction=reduction, label_smoothing=smoothing
)
for reduction in ("mean", "sum", "none"):
    add(
        "softmaxCrossEntropy",
        {"reduction": reduction},
        cross(reduction),
        {"input": draw(3, 4)},
        reduction,
        targets={"target": labels},
    )
    add(
        "meanSquaredError",
        {"reduction": reduction},
        lambda input, target: F.mse_loss(input, target, reduction=reduction),
        {"input": draw(2, 3)},
        reduction,
        targets={"target": draw(2, 3).detach()},
    )
add(
    "softmaxCrossEntropy",
    {"labelSmoothing": 0.1},
    cross("mean", 0.1),
    {"input": draw(3, 4)},
    "label smoothing",
    targets={"target": labels},
)
add(
    "dense+sigmoid+meanSquaredError",
    {},
    lambda input, weight, bias, target: F.mse_loss(torch.sigmoid(F.linear(input, weight, bias)), target),
    {"input": draw(3, 4), "weight": draw(2, 4), "bias": draw(2)},
    targets={"target": draw(3, 2).detach()},
)


def optimizer(op, attributes, make, note=""):
    parameter = draw(6)
    gradients = [draw(6).detach(), draw(6).detach()]
    case = {
        "id": f"{op}{' ' if note else ''}{note}",
        "op": op,
        "kind": "optimizer",
        "attributes": attributes,
        "inputs": {"parameter": array(parameter), "gradient1": array(gradients[0]), "gradient2": array(gradients[1])},
        "expected": {},
        "tolerance": TOLERANCE,
    }
    step = make([parameter])
    for number, gradient in enumerate(gradients, 1):
        parameter.grad = gradient
        step.step()
        case["expected"][f"parameter{number}"] = numbers(parameter)
    cases.append(case)


optimizer("sgd", {"learningRate": 0.1}, lambda of: torch.optim.SGD(of, 0.1))
optimizer(
    "sgdMomentum",
    {"learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.01},
    lambda of: torch.optim.SGD(of, 0.1, momentum=0.9, weight_decay=0.01),
)
optimizer(
    "sgdMomentum",
    {"learningRate": 0.1, "momentum": 0.9, "nesterov": True},
    lambda of: torch.optim.SGD(of, 0.1, momentum=0.9, nesterov=True),
    "nesterov",
)
adam = {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
optimizer("adam", adam, lambda of: torch.optim.Adam(of, 0.01))
optimizer("adamW", {**adam, "weightDecay": 0.05}, lambda of: torch.optim.AdamW(of, 0.01, weight_decay=0.05))
optimizer(
    "rmsProp",
    {"learningRate": 0.01, "alpha": 0.9, "epsilon": 1e-8},
    lambda of: torch.optim.RMSprop(of, 0.01, alpha=0.9, eps=1e-8),
)

print("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]")
