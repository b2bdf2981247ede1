"""Files of float64 arrays (https://github.com/huggingface/safetensors, "Format")."""

import json
import struct

import numpy


def write(path, arrays, notes):
    """Writes arrays by name, and notes, whose values are text. The same input gives the same bytes."""
    header = {"__metadata__": notes}
    end = 0
    for name, array in arrays.items():
        begin, end = end, end + 8 * array.size
        header[name] = {"dtype": "F64", "shape": list(array.shape), "data_offsets": [begin, end]}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for array in arrays.values():
            file.write(numpy.ascontiguousarray(array, "<f8").tobytes())
