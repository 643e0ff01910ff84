#!/usr/bin/env python3
"""Golden values of layers and their gradients from PyTorch: writes layers.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_layers.py

Each case holds its inputs (data and parameters alike, weights of linear maps as [in, out]), all outputs in one vector,
a cotangent of that vector, and the gradient of each input.
"""
import json
import math
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
torch.set_num_threads(1)
randn = torch.randn


def numbers(t):
    return [float(f'{v:.7g}') for v in t.detach().reshape(-1).tolist()]


def array(t):
    return {'shape': list(t.shape), 'data': numbers(t)}


def single(t):
    """The written decimals as float32 numbers, in double precision."""
    return torch.tensor(numbers(t), dtype=torch.float32).double().reshape(t.shape)


def case(f, *inputs):
    """Inputs and cotangent are what a reader of the file sees; values are computed in double precision."""
    inputs = [single(x).requires_grad_() for x in inputs]
    ys = f(*inputs)
    ys = ys if isinstance(ys, (tuple, list)) else [ys]
    y = torch.cat([part.reshape(-1) for part in ys])
    ct = single(randn(y.shape))
    grads = torch.autograd.grad(y, inputs, ct, allow_unused=True)
    grads = [torch.zeros_like(x) if g is None else g for x, g in zip(inputs, grads)]
    return {'inputs': [array(x) for x in inputs], 'shapes': [list(part.shape) for part in ys], 'value': numbers(y),
            'cotangent': numbers(ct), 'gradients': [numbers(g) for g in grads]}


def shifted(*shape):
    """Numbers whose mean and deviation are far from 0 and 1."""
    return randn(*shape) * 2 + 3


def norms():
    return {
        'layerNorm': case(lambda x, g, b: F.layer_norm(x, [5], g, b), shifted(2, 3, 5), randn(5), randn(5)),
        'groupNorm': case(lambda x, g, b: F.group_norm(x, 3, g, b), shifted(2, 6, 3, 5), randn(6), randn(6)),
        'instanceNorm': case(lambda x, g, b: F.instance_norm(x, weight=g, bias=b), shifted(2, 3, 5), randn(3), randn(3)),
        'rmsNorm': case(lambda x, g: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * g, shifted(2, 3, 5),
                        randn(5)),
        'batchNorm': case(lambda x, g, b: F.batch_norm(x, None, None, g, b, training=True), shifted(3, 2, 3, 5),
                          randn(2), randn(2)),
        'batchNorm of vectors': case(lambda x, g, b: F.batch_norm(x, None, None, g, b, training=True), shifted(7, 3),
                                     randn(3), randn(3)),
        'batchNormWith': case(lambda x, m, v, g, b: F.batch_norm(x, m.detach(), v.detach(), g, b), shifted(3, 2, 5), randn(2),
                              randn(2).abs() + 0.5, randn(2), randn(2)),
        'modulate': case(lambda x, s, b: x * (1 + s[:, None]) + b[:, None], randn(2, 3, 5), randn(2, 5), randn(2, 5)),
    }


def running_statistics():
    """Two steps of a BatchNorm with momentum 0.3, and an evaluation with what it keeps."""
    layer = nn.BatchNorm2d(3, momentum=0.3)
    xs = [shifted(2, 3, 2, 5), shifted(2, 3, 2, 5)]
    steps = []
    for x in xs:
        y = layer(x)
        steps.append({'x': array(x), 'y': numbers(y), 'mean': numbers(layer.running_mean),
                      'variance': numbers(layer.running_var)})
    layer.eval()
    return {'momentum': 0.3, 'steps': steps, 'evaluated': numbers(layer(xs[0]))}


def mha(width, memory, causal):
    """What torch.nn.MultiheadAttention with 2 heads computes; parameters as packed projections [in, out]."""
    def f(x, *rest):
        if memory is None:
            qkv, qkv_b, out, out_b = rest
            args = dict(in_proj_weight=qkv.t(), use_separate_proj_weight=False)
            bias, keys = qkv_b, x
        else:
            keys, q, q_b, kv, kv_b, out, out_b = rest
            k, v = kv.chunk(2, 1)
            args = dict(in_proj_weight=None, use_separate_proj_weight=True, q_proj_weight=q.t(), k_proj_weight=k.t(),
                        v_proj_weight=v.t())
            bias = torch.cat([q_b, kv_b])
        mask = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), 1) if causal else None
        y, _ = F.multi_head_attention_forward(
            x.transpose(0, 1), keys.transpose(0, 1), keys.transpose(0, 1), width, 2, in_proj_bias=bias, bias_k=None,
            bias_v=None, add_zero_attn=False, dropout_p=0.0, out_proj_weight=out.t(), out_proj_bias=out_b,
            attn_mask=mask, need_weights=False, **args)
        return y.transpose(0, 1)
    return f


def heads(x):
    return x.reshape(x.shape[0], x.shape[1], 2, -1).transpose(1, 2)


def scaled_attention(q, k, v):
    y = torch.softmax(heads(q) @ heads(k).transpose(-1, -2) / math.sqrt(q.shape[-1] // 2), -1) @ heads(v)
    return y.transpose(1, 2).reshape(q.shape)


def joint(a, b, qkv_a, qkv_b, out_a, out_b):
    parts = [torch.cat(each, 1) for each in zip((a @ qkv_a).chunk(3, -1), (b @ qkv_b).chunk(3, -1))]
    y = scaled_attention(*parts)
    return y[:, :a.shape[1]] @ out_a, y[:, a.shape[1]:] @ out_b


def rotate(x):
    """Pairs (i, i + d/2) as complex numbers, turned by the angle of their position."""
    length, half = x.shape[-2], x.shape[-1] // 2
    angles = torch.arange(length)[:, None] * 10_000.0 ** (-torch.arange(half) / half)
    turned = torch.complex(x[..., :half], x[..., half:]) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], -1)


def table(length, dim):
    position = torch.arange(length).double()[:, None]
    angles = position * torch.exp(torch.arange(0, dim, 2).double() * (-math.log(10_000) / dim))
    result = torch.zeros(length, dim).double()
    result[:, 0::2] = angles.sin()
    result[:, 1::2] = angles.cos()[:, :dim // 2]
    return result


def encoder_layer(activation):
    """torch.nn.TransformerEncoderLayer, norms first, 2 heads."""
    def f(x, g1, b1, qkv, qkv_b, out, out_b, g2, b2, up, up_b, down, down_b):
        h = F.layer_norm(x, [4], g1, b1)
        x = x + mha(4, None, False)(h, qkv, qkv_b, out, out_b)
        return x + activation(F.layer_norm(x, [4], g2, b2) @ up + up_b) @ down + down_b
    return f


def dit(x, c, qkv, out, up, down, modulation, bias):
    """The block of DiT's reference implementation, without the biases of its attention and MLP."""
    shift_a, scale_a, gate_a, shift_f, scale_f, gate_f = (F.silu(c) @ modulation + bias).chunk(6, 1)
    mod = lambda v, shift, scale: F.layer_norm(v, [4], eps=1e-6) * (1 + scale[:, None]) + shift[:, None]
    q, k, v = (mod(x, shift_a, scale_a) @ qkv).chunk(3, -1)
    x = x + gate_a[:, None] * (scaled_attention(q, k, v) @ out)
    return x + gate_f[:, None] * (F.gelu(mod(x, shift_f, scale_f) @ up) @ down)


def joint_block(a, b, c, *weights):
    """Two streams of the block above whose attention is one; weights of a, then of b."""
    mod = lambda v, shift, scale: F.layer_norm(v, [4], eps=1e-6) * (1 + scale[:, None]) + shift[:, None]
    streams = [(x, w, (F.silu(c) @ w[4]).chunk(6, 1)) for x, w in ((a, weights[:5]), (b, weights[5:]))]
    qkv = [(mod(x, m[0], m[1]) @ w[0]).chunk(3, -1) for x, w, m in streams]
    y = scaled_attention(*[torch.cat(parts, 1) for parts in zip(*qkv)])
    result = []
    for (x, (_, out, up, down, _), m), seen in zip(streams, (y[:, :a.shape[1]], y[:, a.shape[1]:])):
        x = x + m[2][:, None] * (seen @ out)
        result.append(x + m[5][:, None] * (F.gelu(mod(x, m[3], m[4]) @ up) @ down))
    return result


def transformers():
    small = lambda *shape: randn(*shape) * 0.7
    block = [randn(4), randn(4), small(4, 12), small(12), small(4, 4), small(4), randn(4), randn(4), small(4, 8),
             small(8), small(8, 4), small(4)]
    return {
        'selfAttention': case(mha(4, None, False), randn(2, 3, 4), randn(4, 12), randn(12), randn(4, 4), randn(4)),
        'causal selfAttention': case(mha(4, None, True), randn(2, 5, 4), randn(4, 12), randn(12), randn(4, 4),
                                     randn(4)),
        'crossAttention': case(mha(4, 3, False), randn(2, 5, 4), randn(2, 7, 3), randn(4, 4), randn(4), randn(3, 8),
                               randn(8), randn(4, 4), randn(4)),
        'jointAttention': case(joint, randn(2, 3, 4), randn(2, 5, 6), randn(4, 12), randn(6, 12), randn(4, 4),
                               randn(4, 6)),
        'rotary': case(rotate, randn(2, 5, 6)),
        'sinusoidalPositions': case(lambda x: x + table(7, 6), randn(7, 6)),
        'odd sinusoidalPositions': case(lambda x: x + table(3, 5), randn(3, 5)),
        'transformerBlock': case(encoder_layer(F.gelu), randn(2, 3, 4), *block),
        'ditBlock': case(dit, randn(2, 3, 4), randn(2, 5), small(4, 12), small(4, 4), small(4, 8), small(8, 4),
                         small(5, 24), small(24)),
        'jointBlock': case(joint_block, randn(2, 3, 4), randn(2, 2, 4), randn(2, 5),
                           *[w for _ in range(2) for w in (small(4, 12), small(4, 4), small(4, 8), small(8, 4),
                                                           small(5, 24))]),
    }


def check_encoder_layer():
    """The function above is PyTorch's layer."""
    layer = nn.TransformerEncoderLayer(4, 2, 8, 0.0, 'gelu', batch_first=True, norm_first=True).double()
    x = randn(2, 3, 4).double()
    a = layer.self_attn
    given = [layer.norm1.weight, layer.norm1.bias, a.in_proj_weight.t(), a.in_proj_bias, a.out_proj.weight.t(),
             a.out_proj.bias, layer.norm2.weight, layer.norm2.bias, layer.linear1.weight.t(), layer.linear1.bias,
             layer.linear2.weight.t(), layer.linear2.bias]
    assert torch.allclose(layer(x), encoder_layer(F.gelu)(x, *given))


def recurrent(module, gates, state):
    def f(x, w, u, b, c, *initial):
        flat = [w.t(), u.t(), b, c]
        first = [i[None] for i in initial] or [torch.zeros(1, x.shape[0], 4).double() for _ in range(state)]
        call = torch._VF.lstm if module is nn.LSTM else torch._VF.gru
        hx = first if module is nn.LSTM else first[0]
        y, *last = call(x, hx, flat, True, 1, 0.0, False, False, True)
        return [y, *[h[0] for h in last]]
    initial = [randn(2, 4) for _ in range(state)]
    weights = [randn(3, 4 * gates), randn(4, 4 * gates), randn(4 * gates), randn(4 * gates)]
    return case(f, randn(2, 5, 3), *weights), case(f, randn(2, 3, 3), *weights, *initial)


def recurrents():
    result = {}
    for name, module, gates, state in (('lstm', nn.LSTM, 4, 2), ('gru', nn.GRU, 3, 1)):
        result[name], result[f'{name} from a state'] = recurrent(module, gates, state)
    return result


def masked(kind):
    def f(x, w, b):
        mask = torch.ones(3, 3).double()
        mask[1, 1 + (kind == 'B'):] = 0
        mask[2:] = 0
        return F.conv2d(x, w * mask, b, padding=1)
    return f


def pictures():
    return {
        'maskedConv2d A': case(masked('A'), randn(2, 2, 4, 5), randn(3, 2, 3, 3), randn(3)),
        'maskedConv2d B': case(masked('B'), randn(2, 2, 4, 5), randn(3, 2, 3, 3), randn(3)),
        'causalConv1d': case(lambda x, w, b: F.conv1d(F.pad(x, (4, 0)), w, b, dilation=2), randn(2, 3, 7),
                             randn(4, 3, 3), randn(4)),
        'spaceToDepth': case(lambda x: F.pixel_unshuffle(x, 2), randn(2, 3, 4, 6)),
        'depthToSpace': case(lambda x: F.pixel_shuffle(x, 2), randn(2, 12, 2, 3)),
        'patchify': case(lambda x: x.reshape(2, 3, 2, 2, 3, 2).permute(0, 2, 4, 3, 5, 1).reshape(2, 6, 12),
                         randn(2, 3, 4, 6)),
    }


def spectral():
    """Two forward passes of torch.nn.utils.spectral_norm: the weight of the second, with the u after each."""
    layer = nn.Linear(5, 3, bias=False).double()
    layer.weight.data = torch.tensor(numbers(layer.weight)).double().reshape(3, 5)
    wrapped = nn.utils.spectral_norm(layer)
    wrapped.weight_u.copy_(F.normalize(torch.ones(3).double(), dim=0))
    steps = []
    for _ in range(2):
        wrapped(torch.eye(5).double())
        steps.append({'weight': numbers(wrapped.weight.t()), 'u': numbers(wrapped.weight_u)})
    ct = single(randn(5, 3))
    (g,) = torch.autograd.grad(wrapped.weight.t(), wrapped.weight_orig, ct)
    return {'weight': array(wrapped.weight_orig.t().contiguous()), 'steps': steps, 'cotangent': numbers(ct),
            'gradient': numbers(g.t())}


def count(module):
    return sum(p.numel() for p in module.parameters())


def counts():
    """Trainable numbers of PyTorch's layers, by the type of ours and in the sizes that the tests use."""
    return {
        'layer.linear': count(nn.Linear(6, 7)),
        'layer.conv1d': count(nn.Conv1d(4, 6, 3, groups=2)),
        'layer.conv2d': count(nn.Conv2d(3, 5, 4)),
        'layer.conv3d': count(nn.Conv3d(2, 3, 3)),
        'layer.conv_transpose1d': count(nn.ConvTranspose1d(4, 6, 3)),
        'layer.conv_transpose2d': count(nn.ConvTranspose2d(3, 5, 4)),
        'layer.conv_transpose3d': count(nn.ConvTranspose3d(2, 3, 3)),
        'layer.batch_norm': count(nn.BatchNorm2d(6)),
        'layer.layer_norm': count(nn.LayerNorm(8)),
        'layer.group_norm': count(nn.GroupNorm(3, 6)),
        'layer.instance_norm': count(nn.InstanceNorm2d(6, affine=True)),
        'layer.embedding': count(nn.Embedding(9, 5)),
        'layer.self_attention': count(nn.MultiheadAttention(8, 2)),
        'layer.cross_attention': count(nn.MultiheadAttention(8, 2, kdim=6, vdim=6)),
        'layer.lstm': count(nn.LSTM(8, 5, 2)),
        'layer.gru': count(nn.GRU(8, 5, 2)),
        'block.transformer': count(nn.TransformerEncoderLayer(8, 2, 24)),
    }


check_encoder_layer()
golden = {'cases': {**norms(), **transformers(), **recurrents(), **pictures()}, 'running': running_statistics(),
          'spectral': spectral(), 'counts': counts()}
path = pathlib.Path(__file__).with_name('layers.json')
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
