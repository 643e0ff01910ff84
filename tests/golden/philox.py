"""Random numbers of src/core/tensor/random.ts: Philox 4x32-10 (Salmon et al. 2011), keyed by seed, stream and step."""
import numpy as np


def _fnv1a(text):
    value = 0x811c9dc5
    for character in text:
        value = ((value ^ ord(character)) * 0x01000193) & 0xffffffff
    return value


def words(count, seed, stream, step):
    """The first `count` words of 32 bits, held as uint64. Seed and step are below 2 ** 32."""
    low = np.uint64(0xffffffff)
    c0 = np.arange(-(-count // 4), dtype=np.uint64)
    c1, c2, c3 = np.zeros_like(c0) + np.uint64(step), np.zeros_like(c0), np.zeros_like(c0)
    k0, k1 = seed, _fnv1a(stream)
    for _ in range(10):
        p0, p2 = c0 * np.uint64(0xd2511f53), c2 * np.uint64(0xcd9e8d57)
        upper0, upper2 = p0 >> np.uint64(32), p2 >> np.uint64(32)
        c0, c1, c2, c3 = upper2 ^ c1 ^ np.uint64(k0), p2 & low, upper0 ^ c3 ^ np.uint64(k1), p0 & low
        k0, k1 = (k0 + 0x9e3779b9) & 0xffffffff, (k1 + 0xbb67ae85) & 0xffffffff
    return np.stack([c0, c1, c2, c3], -1).reshape(-1)[:count]


def uniform(count, seed, stream, step):
    return ((words(count, seed, stream, step) >> np.uint64(8)) * 2.0 ** -24).astype(np.float32)


def normal(count, seed, stream, step):
    w = words(count + count % 2, seed, stream, step).astype(np.float64)
    radius, angle = np.sqrt(-2 * np.log((w[::2] + 1) / 2 ** 32)), 2 * np.pi * w[1::2] / 2 ** 32
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1).reshape(-1)[:count].astype(np.float32)


def permutation(n, seed, stream, step):
    order, w = list(range(n)), words(n, seed, stream, step).tolist()
    for i in range(n - 1, 0, -1):
        j = w[i] * (i + 1) >> 32
        order[i], order[j] = order[j], order[i]
    return np.array(order)
