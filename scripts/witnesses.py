"""Makes the numbers that ours are held against, with PyTorch, in float64: tests/witnesses/*.safetensors.

    python3 scripts/witnesses.py        (Debian: apt install python3-torch)

Run twice it writes the same bytes. Nothing of ours is called: initial values and data come from an implementation of the
random numbers of its own. docs/proof.md says what is in the files and how the tests compare.
"""

import pathlib
import shutil
import sys
import warnings

sys.dont_write_bytecode = True

import torch

from witness import operations, recipes, safetensors, training

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "witnesses"


def save(folder, name, arrays, notes):
    safetensors.write(FOLDER / folder / f"{name}.safetensors", arrays, {"torch": torch.__version__, **notes})


def main():
    torch.set_default_dtype(torch.float64)
    torch.use_deterministic_algorithms(True)
    # Threads would split sums in another way on another machine.
    torch.set_num_threads(1)
    # PyTorch's SequentialLR calls the schedules it is made of in a way that PyTorch warns of.
    warnings.filterwarnings("ignore", "The epoch parameter in `scheduler.step")
    shutil.rmtree(FOLDER, ignore_errors=True)
    for witness in operations.operations():
        save("operations", witness.op, witness.arrays, witness.notes())
    for name, recipe in recipes.recipes(ROOT / "src" / "model" / "presets").items():
        save("training", name, *training.train(recipe))


main()
