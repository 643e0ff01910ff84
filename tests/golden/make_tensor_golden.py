#!/usr/bin/env python3
"""Golden values of tensor operations, their gradients and Adam from PyTorch: writes tensor.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_tensor_golden.py
"""
import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
torch.set_num_threads(1)


def array(t):
    return {'shape': list(t.shape), 'data': [float(f'{v:.9g}') for v in t.detach().reshape(-1).tolist()]}


def case(f, *inputs):
    """Value, a cotangent, and the gradient of each input."""
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = f(*inputs)
    ct = torch.randn_like(y)
    grads = torch.autograd.grad(y, inputs, ct)
    return {'inputs': [array(x) for x in inputs], 'value': array(y), 'cotangent': array(ct),
            'gradients': [array(g) for g in grads]}


def convolutions():
    settings = [
        dict(x=(2, 3, 8, 8), w=(4, 3, 4, 4), stride=2, padding=1),
        dict(x=(2, 2, 5, 6), w=(3, 2, 3, 3), padding=1),
        dict(x=(1, 4, 7, 7), w=(6, 2, 3, 3), groups=2, stride=2, dilation=2, padding=2),
        dict(x=(1, 2, 6, 7), w=(2, 2, 3, 2), stride=(3, 2), padding=(1, 0), dilation=(1, 2)),
        dict(x=(2, 5, 4, 4), w=(3, 5, 1, 1)),
    ]
    for s in settings:
        options = {k: v for k, v in s.items() if k not in ('x', 'w')}
        yield dict(options=options, **case(lambda x, w, b: F.conv2d(x, w, b, **options), torch.randn(s['x']),
                                           torch.randn(s['w']), torch.randn(s['w'][0])))


def transposed():
    settings = [
        dict(x=(2, 3, 4, 4), w=(3, 2, 4, 4), stride=2, padding=1),
        dict(x=(1, 2, 3, 3), w=(2, 3, 3, 3), stride=2, padding=1, output_padding=1),
        dict(x=(1, 4, 3, 4), w=(4, 2, 3, 3), groups=2, stride=(2, 1), dilation=2, padding=(1, 2)),
    ]
    for s in settings:
        options = {k: v for k, v in s.items() if k not in ('x', 'w')}
        filters = s['w'][1] * options.get('groups', 1)
        yield dict(options=options, **case(lambda x, w, b: F.conv_transpose2d(x, w, b, **options),
                                           torch.randn(s['x']), torch.randn(s['w']), torch.randn(filters)))


def functions():
    x = torch.randn(3, 7) * 2
    return {
        'linear': case(lambda x, w, b: x @ w + b, torch.randn(5, 4), torch.randn(4, 3), torch.randn(3)),
        'softmax': case(lambda x: F.softmax(x, -1), x),
        'logSoftmax': case(lambda x: F.log_softmax(x, -1), x),
        'logSumExp': case(lambda x: torch.logsumexp(x, 1), x),
        'gelu': case(F.gelu, x),
        'silu': case(F.silu, x),
        'softplus': case(F.softplus, x),
        'tanh': case(torch.tanh, x),
        'sigmoid': case(torch.sigmoid, x),
        'max': case(lambda x: torch.amax(x, 1), x.round()),
        'maximum': case(torch.maximum, x.round(), torch.randn(3, 7).round()),
        'clamp': case(lambda x: x.clamp(-1, 1), x.round()),
        'avgPool2d': case(lambda x: F.avg_pool2d(x, 2), torch.randn(2, 2, 4, 6)),
        'upsampleNearest2d': case(lambda x: F.interpolate(x, scale_factor=2), torch.randn(2, 2, 2, 3)),
    }


def adam():
    """Five steps on Σ (p − target)⁴ with settings other than the defaults."""
    p = torch.randn(6).requires_grad_()
    target = torch.randn(6)
    settings = dict(lr=0.05, betas=(0.8, 0.95), eps=1e-3)
    result = {'initial': array(p), 'target': array(target), 'lr': 0.05, 'beta1': 0.8, 'beta2': 0.95, 'epsilon': 1e-3,
              'steps': []}
    opt = torch.optim.Adam([p], **settings)
    for _ in range(5):
        opt.zero_grad()
        ((p - target) ** 4).sum().backward()
        opt.step()
        result['steps'].append(array(p))
    return result


def mlp(sizes, act):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.Linear(a, b)] + ([act()] if i < len(sizes) - 2 else [])
    return nn.Sequential(*layers)


def parameters(net):
    """Weights as [in, out]."""
    return {f'{i // 2}.{n}': array(p.t() if p.dim() == 2 else p) for i, m in enumerate(net) if i % 2 == 0
            for n, p in m.named_parameters()}


def training():
    """Twenty Adam steps of a small regression."""
    net = mlp((2, 16, 16, 1), nn.SiLU)
    x = torch.randn(32, 2)
    y = torch.sin(2 * x[:, :1]) * x[:, 1:]
    result = {'parameters': parameters(net), 'x': array(x), 'y': array(y), 'lr': 0.01, 'losses': []}
    opt = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(20):
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        result['losses'].append(loss.item())
        loss.backward()
        opt.step()
    result['final'] = parameters(net)
    return result


def gradient_penalty():
    """Mean of (‖∇ₓ D(x)‖ − 1)² and its gradient in the parameters (WGAN-GP)."""
    net = mlp((3, 8, 8, 1), nn.Tanh)
    x = torch.randn(5, 3).requires_grad_()
    (g,) = torch.autograd.grad(net(x).sum(), x, create_graph=True)
    penalty = ((g.norm(dim=1) - 1) ** 2).mean()
    params = list(net.parameters())
    grads = torch.autograd.grad(penalty, params, allow_unused=True)
    named = [f'{i // 2}.{n}' for i, m in enumerate(net) if i % 2 == 0 for n, _ in m.named_parameters()]
    return {'parameters': parameters(net), 'x': array(x), 'penalty': penalty.item(),
            'gradients': {n: array(torch.zeros_like(p) if g is None else g.t() if g.dim() == 2 else g)
                          for n, p, g in zip(named, params, grads)}}


golden = {'conv2d': list(convolutions()), 'convTranspose2d': list(transposed()), 'functions': functions(),
          'adam': adam(), 'training': training(), 'gradientPenalty': gradient_penalty()}
path = pathlib.Path(__file__).with_name('tensor.json')
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
