#!/usr/bin/env python3
"""Golden values of the catalogue's presets from PyTorch: writes presets.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_presets.py

`counts` holds the trainable numbers of each preset, `layers` and `gate` values of the layers that some of them need. `models` holds, of four of them, what they give at initial weights
at up to 24 places, and for the two denoisers the velocity loss before and after one Adam step. Weights and inputs are
those of make_workloads.py: drawn by the counter-based generator, so that they need not be stored.
"""
import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

from make_workloads import Philox, digits, initial, places
from parity import load
from torch_workloads import WORKLOADS, AttnBlock, DitBlock, ResBlock, mlp, timestep_embedding

BATCH = 2
LABELS, WIDTH, HEADS = 11, 128, 4


def count(*modules):
    return sum(p.numel() for module in modules for p in module.parameters())


class Residual(ResBlock):
    """A residual block that is told nothing."""

    def __init__(self, ci, co):
        super().__init__(ci, co, 1)
        del self.emb


class Position(nn.Module):
    def __init__(self, length, width):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(length, width))


def transformer(layers=4, width=WIDTH):
    return [nn.TransformerEncoderLayer(width, HEADS, 4 * width) for _ in range(layers)] + [nn.LayerNorm(width)]


def sequence_models():
    """Of 80 tokens and a start token, over 64 places."""
    recurrent = lambda kind: [nn.Embedding(81, 64), kind(64, 128), nn.Linear(128, 80)]
    return {'gpt': [nn.Embedding(81, WIDTH), Position(64, WIDTH), *transformer(), nn.Linear(WIDTH, 80)],
            'gpt-small': [nn.Embedding(81, 64), *transformer(2, 64), nn.Linear(64, 80)],
            'gru': recurrent(nn.GRU), 'lstm': recurrent(nn.LSTM)}


def shrinking():
    conv = lambda ci, co, stride: nn.Conv2d(ci, co, 3, stride, 1)
    return [conv(1, 32, 1), Residual(32, 32), conv(32, 64, 2), Residual(64, 64), conv(64, 64, 2), Residual(64, 64),
            nn.GroupNorm(8, 64)]


def growing():
    return [nn.Linear(2, 64 * 49), Residual(64, 64), Residual(64, 32), Residual(32, 32), nn.GroupNorm(8, 32),
            nn.Conv2d(32, 1, 3)]


def patch_encoder():
    return [nn.Linear(16, WIDTH), Position(49, WIDTH), *transformer()]


def pixelcnn():
    block = lambda: [nn.Conv2d(64, 32, 1), nn.Conv2d(32, 32, 3), nn.Conv2d(32, 64, 1)]
    return [nn.Conv2d(1, 64, 7), *[layer for _ in range(5) for layer in block()], nn.Conv2d(64, 64, 1),
            nn.Conv2d(64, 1, 1)]


def pixel_network(levels):
    block = lambda: [nn.Conv2d(32, 16, 1), nn.Conv2d(16, 16, 5), nn.Conv2d(16, 32, 1)]
    return [nn.Conv2d(1, 32, 7), Position(784, 32), *[layer for _ in range(5) for layer in block()],
            nn.Conv2d(32, 32, 1), nn.Conv2d(32, levels, 1)]


def masked_convnet(levels):
    return [nn.Conv2d(1, 16, 5), nn.Conv2d(16, 16, 3), nn.Conv2d(16, 16, 3), nn.Conv2d(16, levels, 1)]


def conditioners():
    """Networks of eight couplings: of points, which see one number and give a factor and a shift, and of four channels."""
    conv = [nn.Conv2d(2, 32, 3), nn.Conv2d(32, 32, 3), nn.Conv2d(32, 4, 1)]
    return {'mlp': count(mlp(1, 64, 64, 2)), 'convnet': count(*conv),
            'mlp-labels': count(nn.Embedding(10, 16), mlp(1 + 16, 64, 64, 2))}


def residual_mlp():
    step = lambda: [nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)]
    return [nn.Linear(3, WIDTH), *[layer for _ in range(4) for layer in step()], nn.LayerNorm(WIDTH)]


def adaptive_block():
    block = DitBlock(WIDTH, HEADS)
    block.ada = nn.Linear(9, 6 * WIDTH)
    return block


def counts():
    unet, dit, labels = count(WORKLOADS['ddpm-unet']()), count(WORKLOADS['dit']()), LABELS * WIDTH
    sequence = count(nn.Linear(16, WIDTH), Position(5, WIDTH), *transformer())
    return {
        'network.encoder mlp': count(mlp(784, 400, 4)),
        'network.encoder convnet': count(nn.Conv2d(1, 32, 4), nn.Conv2d(32, 64, 4), nn.Linear(64 * 49, 4)),
        'network.encoder resnet': count(*shrinking(), nn.Linear(64 * 49, 4)),
        'network.encoder patch-encoder': count(*patch_encoder(), nn.Linear(WIDTH, 4)),
        'network.code_encoder mlp': count(mlp(784, 400, 2)),
        'network.code_encoder convnet': count(nn.Conv2d(1, 32, 4), nn.Conv2d(32, 64, 4), nn.Linear(64 * 49, 2)),
        'network.code_encoder resnet': count(*shrinking(), nn.Linear(64 * 49, 2)),
        'network.code_encoder patch-encoder': count(*patch_encoder(), nn.Linear(WIDTH, 2)),
        'network.prior mlp': count(mlp(2, 128, 32)),
        'network.decoder mlp': count(mlp(2, 400, 784)),
        'network.decoder convnet': count(nn.Linear(2, 64 * 49), nn.ConvTranspose2d(64, 32, 4),
                                         nn.ConvTranspose2d(32, 1, 4)),
        'network.decoder resnet': count(*growing()),
        'network.decoder convnet-maps': count(nn.Conv2d(16, 32, 3), nn.ConvTranspose2d(32, 16, 4),
                                              nn.ConvTranspose2d(16, 1, 4)),
        'network.map_encoder convnet-maps': count(nn.Conv2d(1, 16, 4), nn.Conv2d(16, 32, 4), nn.Conv2d(32, 32, 3),
                                                  nn.Conv2d(32, 16, 1)),
        'network.map_encoder resnet': count(*shrinking(), nn.Conv2d(64, 16, 1)),
        'network.generator mlp': count(mlp(8, 128, 128, 128, 2)),
        'network.generator convnet': count(nn.Linear(8, 64 * 49), nn.ConvTranspose2d(64, 32, 4),
                                           nn.ConvTranspose2d(32, 1, 4)),
        'network.discriminator mlp': count(mlp(2, 128, 128, 128, 1)),
        'network.discriminator convnet': count(nn.Conv2d(1, 32, 4), nn.Conv2d(32, 64, 4), nn.Linear(64 * 49, 1)),
        'network.energy mlp': count(mlp(2, 128, 128, 128, 1)),
        'network.energy stretched-mlp': count(mlp(2, 64, 64, 64, 1)),
        'network.energy convnet': count(nn.Conv2d(1, 32, 4), nn.Conv2d(32, 64, 4), nn.Linear(64 * 49, 1)),
        'network.classifier mlp': count(mlp(2, 256, 8)),
        'network.classifier convnet': count(nn.Conv2d(1, 32, 4), nn.Conv2d(32, 64, 4), nn.Linear(64 * 49, 10)),
        'network.denoiser mlp': count(mlp(2 + 1, 128, 128, 128, 2)),
        'network.denoiser mlp-sinusoidal': count(mlp(2 + 32, 128, 128, 128, 2)),
        'network.denoiser mlp-labels': count(nn.Embedding(11, 16), mlp(2 + 1 + 16, 128, 128, 128, 2)),
        'network.denoiser unet': unet,
        'network.denoiser dit': dit - labels,
        'network.denoiser dit-labels': dit,
        **{f'network.autoregressive {name}': count(*model) for name, model in sequence_models().items()},
        'network.pixel_cnn pixelcnn': count(*pixel_network(2)),
        'network.pixel_cnn masked-convnet': count(*masked_convnet(2)),
        **{f'flow.coupling {name}': 8 * each for name, each in conditioners().items()},
        'block.custom empty': 0,
        'block.custom mlp': count(mlp(784, 128, 128, 64)),
        'block.custom residual-mlp': count(*residual_mlp()),
        'block.custom convnet': count(*shrinking()),
        'block.custom unet': unet,
        'block.custom pixel-attention': count(AttnBlock(16)),
        'block.custom dit': dit - labels,
        'block.custom dit-labels': dit,
        'block.custom adaln-block': count(adaptive_block()),
        'block.custom pixelcnn': count(*pixelcnn()),
        'block.custom transformer': sequence,
        'block.custom transformer-causal': sequence,
        'block.custom language-model': count(WORKLOADS['char-gpt']()),
        'block.custom patch-encoder': count(*patch_encoder()),
        'block.custom coupling-stack': count(WORKLOADS['realnvp']()),
    }


def model_of(name):
    model = WORKLOADS[name]()
    load(model, initial(model))
    return model


def sampled(t):
    values = t.detach().reshape(-1)
    return digits(values[places(len(values))].tolist())


def patches(x):
    return x.reshape(-1, 7, 4, 7, 4).transpose(2, 3).reshape(-1, 49, 16)


def pictures(h):
    return h.reshape(-1, 7, 7, 4, 4).transpose(2, 3).reshape(-1, 1, 28, 28)


def dit_velocity(model, x, t, label):
    c = model.temb(timestep_embedding(t, WIDTH)) + model.label(label)
    h = model.patch(patches(x)) + model.pos
    for block in model.blocks:
        h = block(h, c)
    s, b = model.ada(F.silu(c))[:, None].chunk(2, -1)
    return pictures(model.out(model.n(h) * (1 + s) + b))


def flow(model, velocity):
    """Velocity of a straight path on one batch of pictures, and the loss around one Adam step."""
    fixed, drawn = Philox(0), Philox(1)
    x, eps = fixed.uniform('x', BATCH, 1, 28, 28) * 2 - 1, drawn.normal('eps', BATCH, 1, 28, 28)
    t, label = drawn.uniform('t', BATCH), drawn.integers('label', LABELS, BATCH)
    x_t = torch.lerp(x, eps, t[:, None, None, None])
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    losses = []
    for step in range(2):
        v = velocity(model, x_t, t, label)
        loss = F.mse_loss(v, eps - x)
        losses.append(loss.item())
        if step == 0:
            first = v
            loss.backward()
            optimizer.step()
    return {'forward': sampled(first), 'losses': digits(losses)}


def coupling():
    model, x = model_of('realnvp'), Philox(1).normal('x', BATCH, 2)
    h, logdet = x, 0
    for i, net in enumerate(model.nets):
        a, b = h[:, i % 2:i % 2 + 1], h[:, 1 - i % 2:2 - i % 2]
        s, t = net(a).chunk(2, 1)
        s = torch.tanh(s)
        b = b * torch.exp(s) + t
        logdet = logdet + s.sum(1)
        h = torch.cat([a, b] if i % 2 == 0 else [b, a], 1)
    return {'forward': [*sampled(h), *sampled(logdet)]}


def language_model():
    model, tokens = model_of('char-gpt'), Philox(1).integers('tokens', 65, BATCH, 64)
    return {'forward': sampled(model.head(model.n(model.blocks(model.tok(tokens) + model.pos))))}


def array(t):
    return {'shape': list(t.shape), 'data': digits(t.reshape(-1).tolist())}


def layer(kind, settings, inputs, f):
    """What a layer gives for inputs by port, and the gradient of the mean square of it with respect to each."""
    inputs = {port: t.requires_grad_() for port, t in inputs.items()}
    y = f(*inputs.values())
    grads = torch.autograd.grad(y.square().mean(), list(inputs.values()), allow_unused=True)
    return {'type': kind, 'settings': settings, 'inputs': {port: array(t.detach()) for port, t in inputs.items()},
            'value': array(y.detach()), 'gradients': [digits(g.reshape(-1).tolist()) for g in grads if g is not None]}


def layers():
    random = Philox(2)
    picture = lambda name: random.normal(name, 2, 3, 2, 2)
    functions = {'exp': torch.exp, 'square': torch.square, 'abs': torch.abs, 'negative': torch.neg, 'sin': torch.sin,
                 'cos': torch.cos}
    positive = {'log': torch.log, 'sqrt': torch.sqrt}
    function = lambda name, f, x: layer('layer.function', {'function': name}, {'x': x}, f)
    return [
        *[function(name, f, picture(name)) for name, f in functions.items()],
        *[function(name, f, picture(name).abs() + 0.1) for name, f in positive.items()],
        layer('layer.sum', {}, {'x': picture('x')}, lambda x: x.sum((1, 2, 3))),
        layer('layer.sum', {'of': 'mean'}, {'x': picture('x')}, lambda x: x.mean((1, 2, 3))),
        layer('layer.subtract', {}, {'a': picture('a'), 'b': picture('b')}, torch.sub),
        layer('layer.subtract', {}, {'a': picture('a'), 'b': random.normal('b', 2, 3)},
              lambda a, b: a - b[:, :, None, None]),
        layer('layer.layer_norm', {'affine': False}, {'x': random.normal('x', 2, 5)},
              lambda x: F.layer_norm(x, [5])),
    ]


def gate():
    """On pictures and sequences with a map that is not at its start: inputs x, condition, weight [in, out], bias."""
    random = Philox(3)
    w, b, c = random.normal('w', 5, 3), random.normal('b', 3), random.normal('c', 2, 5)
    strength = F.silu(c) @ w + b
    picture, steps = random.normal('picture', 2, 3, 2, 2), random.normal('steps', 2, 4, 3)
    return {'weight': array(w), 'bias': array(b), 'condition': array(c),
            'cases': [{'x': array(picture), 'y': array(picture * strength[:, :, None, None])},
                      {'x': array(steps), 'y': array(steps * strength[:, None])}]}


torch.set_num_threads(1)
golden = {
    'counts': counts(),
    'layers': layers(),
    'gate': gate(),
    'models': {
        'unet': flow(model_of('ddpm-unet'), lambda model, x, t, _: model(x, t * 1000)),
        'dit-labels': flow(model_of('dit'), dit_velocity),
        'coupling-stack': coupling(),
        'language-model': language_model(),
    },
}
path = pathlib.Path(__file__).with_name('presets.json')
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
