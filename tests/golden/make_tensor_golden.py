#!/usr/bin/env python3
"""Golden values of tensor operations, their gradients and Adam from PyTorch: writes tensor.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_tensor_golden.py
"""
import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)


def array(t):
    return {'shape': list(t.shape), 'data': [float(f'{v:.8g}') for v in t.detach().reshape(-1).tolist()]}


def normal(*shape, scale=1.):
    """Doubles that have few digits, so that both sides start from the same numbers."""
    return (torch.randn(shape, dtype=torch.float64) * scale * 100).round() / 100


def positive(*shape):
    return normal(*shape).abs() + 0.1


def distinct(*shape):
    """No two equal, as libraries share a maximum's gradient among equal elements in different ways."""
    count = torch.Size(shape).numel()
    return (torch.randperm(count) - count // 2).double().reshape(shape) / 10


def case(f, *inputs):
    """Value, a cotangent, and the gradient of each input."""
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = f(*inputs)
    ct = normal(*y.shape)
    grads = torch.autograd.grad(y, inputs, ct)
    return {'inputs': [array(x) for x in inputs], 'value': array(y), 'cotangent': array(ct),
            'gradients': [array(g) for g in grads]}


def convolutions():
    settings = [
        dict(x=(2, 3, 6, 6), w=(4, 3, 4, 4), stride=2, padding=1),
        dict(x=(1, 2, 5, 6), w=(3, 2, 3, 3), padding=1),
        dict(x=(1, 4, 7, 7), w=(6, 2, 3, 3), groups=2, stride=2, dilation=2, padding=2),
        dict(x=(1, 2, 6, 7), w=(2, 2, 3, 2), stride=(3, 2), padding=(1, 0), dilation=(1, 2)),
        dict(x=(2, 5, 3, 3), w=(3, 5, 1, 1)),
        dict(x=(2, 2, 9), w=(3, 2, 3), padding=1),
        dict(x=(1, 4, 11), w=(6, 2, 3), groups=2, stride=3, dilation=2, padding=1),
        dict(x=(1, 2, 3, 4, 5), w=(2, 2, 2, 3, 2), padding=(0, 1, 1)),
        dict(x=(1, 4, 5, 4, 4), w=(4, 1, 2, 2, 3), groups=4, stride=(2, 1, 2), dilation=(2, 1, 1), padding=1),
    ]
    run = [F.conv1d, F.conv2d, F.conv3d]
    for s in settings:
        options = {k: v for k, v in s.items() if k not in ('x', 'w')}
        conv = run[len(s['x']) - 3]
        yield dict(options=options, **case(lambda x, w, b: conv(x, w, b, **options), normal(*s['x']), normal(*s['w']),
                                           normal(s['w'][0])))


def transposed():
    settings = [
        dict(x=(2, 3, 3, 3), w=(3, 2, 4, 4), stride=2, padding=1),
        dict(x=(1, 2, 3, 3), w=(2, 3, 3, 3), stride=2, padding=1, output_padding=1),
        dict(x=(1, 4, 3, 4), w=(4, 2, 3, 3), groups=2, stride=(2, 1), dilation=2, padding=(1, 2)),
        dict(x=(2, 3, 4), w=(3, 2, 5), stride=3, padding=1, output_padding=2),
        dict(x=(1, 4, 5), w=(4, 1, 3), groups=2, dilation=2),
        dict(x=(1, 2, 2, 3, 2), w=(2, 2, 2, 3, 2), stride=(1, 2, 2), padding=(0, 1, 0), output_padding=(0, 1, 1)),
    ]
    run = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d]
    for s in settings:
        options = {k: v for k, v in s.items() if k not in ('x', 'w')}
        conv = run[len(s['x']) - 3]
        filters = s['w'][1] * options.get('groups', 1)
        yield dict(options=options, **case(lambda x, w, b: conv(x, w, b, **options), normal(*s['x']), normal(*s['w']),
                                           normal(filters)))


def elementwise():
    x = normal(3, 5, scale=2)
    return {
        'gelu': case(F.gelu, x),
        'silu': case(F.silu, x),
        'softplus': case(F.softplus, x),
        'tanh': case(torch.tanh, x),
        'sigmoid': case(torch.sigmoid, x),
        'erf': case(torch.erf, x),
        'logSigmoid': case(F.logsigmoid, x),
        'log1p': case(torch.log1p, torch.cat([positive(5), positive(5) * 1e-5])),
        'expm1': case(torch.expm1, torch.cat([x[0], x[1] * 1e-5])),
        'logAddExp': case(torch.logaddexp, x, normal(3, 5, scale=2)),
        'clamp': case(lambda x: x.clamp(-1, 1), x.round()),
        'maximum': case(torch.maximum, x.round(), normal(3, 5).round()),
        'minimum': case(torch.minimum, x, normal(5)),
        'where': case(lambda a, b: torch.where((a > 0) & ~(b > 1), a * b, b), x, normal(3, 5)),
        'round straight through': case(lambda x: x + (x.round() - x).detach(), (x * 2).round() / 2),
    }


def reductions():
    x = normal(3, 7, scale=2)
    zeros = normal(3, 4)
    zeros[0, 1] = zeros[1, 0] = zeros[1, 2] = 0
    return {
        'softmax': case(lambda x: F.softmax(x, -1), x),
        'logSoftmax': case(lambda x: F.log_softmax(x, -1), x),
        'logSumExp': case(lambda x: torch.logsumexp(x, 1), x),
        'logSumExp of all': case(lambda x: torch.logsumexp(x, (0, 1)), x * 20),
        'max': case(lambda x: torch.amax(x, 1), x.round()),
        'min': case(lambda x: torch.amin(x, (0, 2), keepdim=True), normal(2, 3, 4)),
        'prod': case(lambda x: x.prod(1), zeros),
        'variance': case(lambda x: x.var(1, unbiased=True), x),
        'std': case(lambda x: x.std(0, unbiased=False, keepdim=True), x),
        'cumsum': case(lambda x: x.cumsum(1), normal(2, 4, 3)),
        'cumsum from the end, exclusive': case(lambda x: x.flip(1).cumsum(1).flip(1) - x, x),
        'sort': case(lambda x: x.sort(1).values, x),
        'sort of columns, descending': case(lambda x: x.sort(0, descending=True).values, x),
        'topK': case(lambda x: x.topk(3, 1).values, x),
        'smallest': case(lambda x: x.topk(2, 0, largest=False).values, x),
        'argMax': case(lambda x: x[torch.arange(3), x.argmax(1)], x),
    }


def products():
    rows = torch.tensor([2, 0, 2])
    along = torch.tensor([[0, 3, 1], [3, 3, 0]])
    square = normal(2, 3, 3) + 3 * torch.eye(3)
    return {
        'linear': case(lambda x, w, b: x @ w + b, normal(5, 4), normal(4, 3), normal(3)),
        'gather': case(lambda x: x[rows], normal(4, 3)),
        'takeAlongAxis': case(lambda x: x.gather(0, along), normal(4, 3)),
        'solve': case(torch.linalg.solve, square, normal(2, 3, 2)),
        'inverse': case(torch.linalg.inv, square[0]),
        'logAbsDet': case(lambda a: torch.linalg.slogdet(a)[1], square),
        'triangularSolve': case(lambda a, b: torch.linalg.solve_triangular(torch.tril(a), b, upper=False),
                                normal(4, 4) + 3 * torch.eye(4), normal(4, 2)),
    }


def resampling():
    return {
        'avgPool': case(lambda x: F.avg_pool2d(x, 2), normal(1, 2, 4, 6)),
        'avgPool, overlapping': case(lambda x: F.avg_pool2d(x, 3, 2, 1), normal(1, 2, 5, 6)),
        'avgPool, one axis': case(lambda x: F.avg_pool1d(x, 4, 3, 2), normal(2, 2, 8)),
        'avgPool, volume': case(lambda x: F.avg_pool3d(x, (2, 3, 1), (1, 2, 2), (1, 1, 0)), normal(1, 2, 3, 4, 3)),
        'maxPool': case(lambda x: F.max_pool2d(x, 2), distinct(1, 2, 5, 4)),
        'maxPool, overlapping': case(lambda x: F.max_pool2d(x, 3, 2, 1), distinct(1, 2, 5, 6)),
        'maxPool, one axis': case(lambda x: F.max_pool1d(x, 4, 3, 2), distinct(2, 2, 8)),
        'maxPool, volume': case(lambda x: F.max_pool3d(x, 2, (1, 2, 2), (1, 1, 0)), distinct(1, 1, 3, 4, 4)),
        'upsampleNearest': case(lambda x: F.interpolate(x, scale_factor=2), normal(1, 2, 2, 3)),
        'resize, nearest': case(lambda x: F.interpolate(x, (7, 3)), normal(1, 2, 4, 5)),
        'resize, nearest, one axis': case(lambda x: F.interpolate(x, 12), normal(2, 1, 9)),
        'resize, nearest, volume': case(lambda x: F.interpolate(x, (2, 5, 3)), normal(1, 1, 3, 3, 2)),
        'resize, linear': case(lambda x: F.interpolate(x, 7, mode='linear'), normal(2, 2, 4)),
        'resize, bilinear': case(lambda x: F.interpolate(x, (6, 3), mode='bilinear'), normal(1, 2, 3, 5)),
        'resize, bilinear, corners': case(lambda x: F.interpolate(x, (5, 4), mode='bilinear', align_corners=True),
                                          normal(1, 2, 3, 6)),
        'resize, trilinear, corners': case(lambda x: F.interpolate(x, 3, mode='trilinear', align_corners=True),
                                           normal(1, 2, 2, 4, 2)),
    }


def tangents():
    """Directional derivatives of a perceptron in its input, and their gradients in its parameters."""
    def f(x, v, w1, b1, w2):
        return torch.autograd.functional.jvp(lambda x: torch.tanh(x @ w1 + b1) @ w2, x, v, create_graph=True)[1]
    return {'jvp': case(f, normal(4, 2), normal(4, 2), normal(2, 6), normal(6), normal(6, 3))}


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


def seeded(make):
    torch.manual_seed(0)
    return make()


functions = {}
for group in (elementwise, reductions, products, resampling, tangents):
    functions.update(seeded(group))
golden = {'conv': seeded(lambda: list(convolutions())), 'convTranspose': seeded(lambda: list(transposed())),
          'functions': functions, 'adam': seeded(adam), 'training': seeded(training),
          'gradientPenalty': seeded(gradient_penalty)}
path = pathlib.Path(__file__).with_name('tensor.json')
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
