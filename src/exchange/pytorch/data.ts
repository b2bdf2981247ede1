/** Reading and writing files, and which sample comes when, as Python. */
import type { OrderName } from "../../train/order.ts";

export const weightsText = `def load_weights(path):
    """The tensors and the notes of a safetensors file."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    notes = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors, notes


def save_weights(path, tensors, notes):
    """Writes a safetensors file: length of the header, header (JSON), values."""
    header, chunks, end = {"__metadata__": notes}, [], 0
    for name, tensor in tensors.items():
        chunk = tensor.detach().cpu().numpy().astype("<f4").tobytes()
        begin, end = end, end + len(chunk)
        offsets = {"data_offsets": [begin, end]}
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), **offsets}
        chunks.append(chunk)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))`;

export const idxText = `def read_idx(folder, halves, kind):
    """The array of an IDX file of bytes, plain or gzipped."""
    patterns = [f"{half}-{kind}[-.]idx?-ubyte*" for half in halves]
    found = [path for name in patterns for path in sorted(Path(folder).glob(name))]
    if not found:
        raise SystemExit(f"{folder}: there is no {' or '.join(patterns)}")
    data = found[0].read_bytes()
    if data[:2] == b"\\x1f\\x8b":
        data = gzip.decompress(data)
    if data[:3] != b"\\0\\0\\x08":
        raise SystemExit(f"{found[0]}: no IDX file of bytes")
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * data[3])
    return torch.from_numpy(values.reshape(shape).copy())


def load_split(folder, *halves):
    """Pictures as bytes [N, C, H, W], and their classes [N]."""
    images, labels = (read_idx(folder, halves, kind) for kind in ("images", "labels"))
    if images.dim() == 3:
        images = images.unsqueeze(1)
    if images.shape[1:] != INPUT or len(images) != len(labels):
        shapes = f"{tuple(images.shape)} images and {len(labels)} labels"
        raise SystemExit(f"{folder}: {shapes} found; images of {INPUT} were expected")
    return images, labels.long()`;

/** `epoch_order(labels, seed, epoch)`, and what it is made of. */
export const orderTexts: Readonly<Record<OrderName, string>> = {
  stored: `def epoch_order(labels, seed, epoch):
    """The samples as they stand in the file, whatever the seed and the epoch."""
    return torch.arange(len(labels))`,
  byLabel: `def epoch_order(labels, seed, epoch):
    """All of class 0, then all of class 1 ..., whatever the seed and the epoch."""
    return torch.sort(labels, stable=True).indices`,
  shuffled: `def threefry(key, counter):
    """Threefry-2x32-20 (Salmon et al., 2011): two arrays of random words."""
    keys = key[0], key[1], 0x1BD11BDA ^ key[0] ^ key[1]
    x, y = counter[0] + np.uint32(keys[0]), counter[1] + np.uint32(keys[1])
    for group in range(5):
        for rotation in ((13, 15, 26, 6), (17, 29, 16, 24))[group % 2]:
            x = x + y
            y = (y << rotation | y >> (32 - rotation)) ^ x
        x = x + np.uint32(keys[(group + 1) % 3])
        y = y + np.uint32(keys[(group + 2) % 3]) + np.uint32(group + 1)
    return x, y


def derive_key(seed, purpose, index):
    """The key of a stream of words: each block of its name gives the next key."""

    def split(number):
        return number % 2**32, number // 2**32

    text = purpose.encode()
    padded = text + b"\\0" * (-len(text) % 8)
    key = split(seed)
    for block in [(len(text), 0), *struct.iter_unpack("<2I", padded), split(index)]:
        key = [int(word[0]) for word in threefry(key, np.array(block, "u4")[:, None])]
    return key


def random_words(key, chunk=4096):
    """The words of the stream with this key, one after the other."""
    for first in itertools.count(0, chunk):
        counter = np.arange(first, first + chunk, dtype=np.uint32)
        blocks = threefry(key, (counter, np.zeros_like(counter)))
        yield from np.stack(blocks, axis=1).flatten().tolist()


def epoch_order(labels, seed, epoch):
    """The permutation of circledast (Fisher-Yates): the same samples in every batch."""
    words = random_words(derive_key(seed, "shuffle", epoch))
    order = list(range(len(labels)))
    for last in range(len(order) - 1, 0, -1):
        # Words beyond the last whole multiple would make small numbers likelier.
        limit = 2**32 - 2**32 % (last + 1)
        pick = next(word for word in words if word < limit) % (last + 1)
        order[last], order[pick] = order[pick], order[last]
    return torch.tensor(order)`,
};
