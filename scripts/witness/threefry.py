"""The random numbers of src/core/random.ts, written from the same paper: an independent witness of them, too.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): Threefry-2x32 with 20 rounds.
"""

import numpy

ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
PARITY = 0x1BD11BDA
MASK = 0xFFFFFFFF


def block(key, counter):
    """64 random bits as two words, for a key and a counter of two words each, low word first. Words may be arrays."""
    schedule = (key[0], key[1], PARITY ^ key[0] ^ key[1])
    x = (counter[0] + schedule[0]) & MASK
    y = (counter[1] + schedule[1]) & MASK
    for done in range(20):
        x = (x + y) & MASK
        rotation = ROTATIONS[done % 8]
        y = (((y << rotation) | (y >> (32 - rotation))) & MASK) ^ x
        if done % 4 == 3:
            turn = done // 4 + 1
            x = (x + schedule[turn % 3]) & MASK
            y = (y + schedule[(turn + 1) % 3] + turn) & MASK
    return x, y


def split(value):
    return value & MASK, value >> 32


def derive_key(seed, purpose, index=0):
    """The key of the stream named by (seed, purpose, index): each block of the name, encrypted, gives the next key."""
    text = purpose.encode()
    key = block(split(seed), (len(text), 0))
    padded = text.ljust(-(-len(text) // 8) * 8, b"\0")
    for at in range(0, len(padded), 8):
        low, high = (int.from_bytes(padded[at + part : at + part + 4], "little") for part in (0, 4))
        key = block(key, (low, high))
    return block(key, split(index))


def words(seed, purpose, count):
    """The first `count` words of a stream."""
    counters = numpy.arange(-(-count // 2), dtype=numpy.int64)
    pairs = block(derive_key(seed, purpose), (counters, numpy.zeros_like(counters)))
    return numpy.stack(pairs, axis=1).reshape(-1)[:count]


def uniform(seed, purpose, count):
    """Uniform in [0, 1), multiples of 2⁻²⁴."""
    return (words(seed, purpose, count) >> 8) * 2.0**-24
