"""Runs scripts of ours in one process, for PyTorch is loaded once then.

In: a JSON list of runs, {"script": path, "args": [...]}; with "outputs": a weights file, instead what the script's network gives for the first
pictures of "data" with these weights. Out: a JSON list of what each one printed, or of outputs.
"""

import contextlib
import io
import json
import runpy
import sys

import torch


def outputs(script, weights, data):
    made = runpy.run_path(script, run_name="read")
    model = made["build_model"]()
    left = model.load_state_dict(made["load_weights"](weights)[0], strict=False)
    assert not left.unexpected_keys and all(name.endswith("num_batches_tracked") for name in left.missing_keys), left
    model.eval()
    images, _ = made["load_split"](data, "t10k")
    with torch.no_grad():
        return model(images[:50].float() / 255).tolist()


def printed(script, args):
    sys.argv = [script, *args]
    with contextlib.redirect_stdout(io.StringIO()) as text:
        runpy.run_path(script, run_name="__main__")
    return text.getvalue()


told = []
for run in json.load(sys.stdin):
    if "outputs" in run:
        told.append(outputs(run["script"], run["outputs"], run["data"]))
    else:
        told.append(printed(run["script"], run["args"]))
print(json.dumps(told))
