import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import type { Graph, ProjectDocument } from '../../../src/core/graph/document';
import type { NamedArrays } from '../../../src/core/tensor';
import { block, blockFlow, blockOf, chain, errorsOf, flowWith, node, residualBlock, wire, wornVae } from './documents';
import { firstStep, freshParameters, gradientOf, planOf, someFeeds } from './run';

const WIDTH = 6;
const stem = node('stem', 'layer.linear', { features: WIDTH });
const unit = residualBlock(WIDTH);
const perUnit = WIDTH * WIDTH + WIDTH;

const repeated = (settings: Record<string, number | string>): ProjectDocument =>
  flowWith(chain('x', stem, block('stack', 'unit', settings)), { unit });

/** The same layers wired one after the other, `count` times. */
const unrolled = (count: number): ProjectDocument => {
  const nodes = [node('input', 'layer.input', { name: 'x' }), stem];
  const edges = [wire('input.y', 'stem.x')];
  let last = 'stem';
  for (let i = 0; i < count; i++) {
    const [linear, bend, sum] = [`linear${i}`, `bend${i}`, `sum${i}`];
    nodes.push(node(linear, 'layer.linear', { features: WIDTH }));
    nodes.push(node(bend, 'layer.activation', { activation: 'tanh' }), node(sum, 'layer.add'));
    edges.push(wire(`${last}.y`, `${linear}.x`), wire(`${linear}.y`, `${bend}.x`));
    edges.push(wire(`${bend}.y`, `${sum}.a`), wire(`${last}.y`, `${sum}.b`));
    last = sum;
  }
  const output = node('output', 'layer.output');
  return flowWith({ ...unit, nodes: [...nodes, output], edges: [...edges, wire(`${last}.y`, 'output.x')] });
};

/** Loss and gradient of a first step from parameters that `from` names after those of the plain network. */
const step = (document: ProjectDocument, plain: NamedArrays, from: (name: string) => string) => {
  const plan = planOf(document);
  const parameters = Object.fromEntries(plan.parameters.map(({ name }) => [name, plain[from(name)]]));
  const outputs = firstStep(plan, parameters, someFeeds(plan.feeds));
  const names = plan.parameters.map(({ name }) => name);
  const flat = gradientOf(plan, outputs);
  let at = 0;
  const gradient = Object.fromEntries(
    plan.parameters.map(({ shape }, i) => {
      const size = shape.reduce((n, d) => n * d, 1);
      at += size;
      return [names[i], flat.slice(at - size, at)];
    }),
  );
  return { loss: outputs['report:trainer'][0], gradient };
};

const namesIn = (document: ProjectDocument) => analyse(document, catalogue).parameters.map(({ name }) => name);

describe('a repeated block', () => {
  test('has weights of its own in each repetition', () => {
    const { ok, costs, parameterCount } = analyse(repeated({ repeat: 3 }), catalogue);
    expect(ok).toBe(true);
    expect(namesIn(repeated({ repeat: 3 })).filter((name) => name.startsWith('unit/'))).toEqual([
      'unit/linear/0.weight',
      'unit/linear/0.bias',
      'unit/linear/1.weight',
      'unit/linear/1.bias',
      'unit/linear/2.weight',
      'unit/linear/2.bias',
    ]);
    expect(costs['denoiser/stack'].parameters).toBe(3 * perUnit);
    expect(costs['unit/linear'].parameters).toBe(perUnit);
    expect(costs['denoiser/stack'].flops).toBe(
      3 * analyse(repeated({ repeat: 1 }), catalogue).costs['denoiser/stack'].flops,
    );
    expect(costs.denoiser.parameters).toBe(parameterCount);
  });

  test('or one set for all of them', () => {
    const { costs } = analyse(repeated({ repeat: 3, weights: 'shared' }), catalogue);
    expect(namesIn(repeated({ repeat: 3, weights: 'shared' })).filter((name) => name.startsWith('unit/'))).toEqual([
      'unit/linear/weight',
      'unit/linear/bias',
    ]);
    expect(costs['denoiser/stack'].parameters).toBe(perUnit);
    expect(costs['denoiser/stack'].flops).toBe(
      analyse(repeated({ repeat: 3 }), catalogue).costs['denoiser/stack'].flops,
    );
  });

  test('computes and learns what the same layers do one after the other', () => {
    const plain = freshParameters(planOf(unrolled(3)));
    const reference = step(unrolled(3), plain, (name) => name);
    const plainName = (name: string) => name.replace(/^unit\/linear\/(\d)\.(.*)$/, 'denoiser/linear$1/$2');
    const own = step(repeated({ repeat: 3 }), plain, plainName);
    expect(own.loss).toBeCloseTo(reference.loss, 12);
    for (const [name, values] of Object.entries(own.gradient))
      for (const [i, value] of values.entries()) expect(value).toBeCloseTo(reference.gradient[plainName(name)][i], 12);
  });

  test('with shared weights it learns the sum of what each repetition would', () => {
    const first = freshParameters(planOf(unrolled(3)));
    const tie = (name: string) => name.replace(/linear\d/, 'linear0');
    const plain = Object.fromEntries(Object.keys(first).map((name) => [name, first[tie(name)]]));
    const reference = step(unrolled(3), plain, (name) => name);
    const shared = step(repeated({ repeat: 3, weights: 'shared' }), plain, (name) =>
      name.replace('unit/linear/', 'denoiser/linear0/'),
    );
    expect(shared.loss).toBeCloseTo(reference.loss, 12);
    shared.gradient['unit/linear/weight'].forEach((value, i) => {
      const parts = [0, 1, 2].map((at) => reference.gradient[`denoiser/linear${at}/weight`][i]);
      expect(value).toBeCloseTo(parts[0] + parts[1] + parts[2], 12);
    });
  });

  test('draws noise of its own each time, also where its weights are shared', () => {
    const inputs = planOf(wornVae()).feeds.map(({ input }) => input);
    // Two encoders, in each the block twice over, two times.
    const later = Array.from({ length: 7 }, (_, i) => `unit#${i + 2}/drop.mask`);
    expect(inputs.filter((name) => name.endsWith('drop.mask'))).toEqual(['unit/drop.mask', ...later]);
  });

  test('keeps numbers for each set of weights', () => {
    const plan = planOf(wornVae());
    const sets = ['0.', '1.', ''].flatMap((set) =>
      ['running_mean', 'running_variance'].map((name) => `unit/norm/${set}${name}`),
    );
    const kept = plan.parameters.filter(({ trainable }) => trainable === false).map(({ name }) => name);
    expect(kept.filter((name) => name.startsWith('unit/norm/')).sort()).toEqual(sets);
  });

  test('within a repeated block has a name for each of its weights', () => {
    expect(errorsOf(blockFlow())).toEqual([]);
    const outer = namesIn(blockFlow()).filter((name) => /^unit\/linear\/\d\.\d\.weight$/.test(name));
    expect(outer.sort()).toEqual(['0.0', '0.1', '1.0', '1.1'].map((at) => `unit/linear/${at}.weight`));
  });

  test('of very many layers is refused in one sentence at the node of the study, however they come about', () => {
    const around = (network: string, settings: Record<string, number>): Graph =>
      blockOf(
        [node('in', 'block.input'), block('a', network, settings), block('b', network), node('out', 'block.output')],
        [
          ['in.y', 'a.in'],
          ['a.out', 'b.in'],
          ['b.out', 'out.x'],
        ],
      );
    const repeated = { unit, two: around('unit', { repeat: 64 }), three: around('two', { repeat: 64 }) };
    const doubled = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`level${i}`, i === 0 ? unit : around(`level${i - 1}`, {})]),
    );
    const sentence =
      'With Denoiser the study runs more than 20,000 layers, each repetition counted; let the blocks in it repeat less often.';
    for (const blocks of [repeated, doubled]) {
      const document = flowWith(chain('x', stem, block('top', Object.keys(blocks).at(-1) ?? '')), blocks);
      expect(errorsOf(document)).toEqual([[undefined, 'denoiser', sentence]]);
    }
  });

  test('in blocks, very deep, is refused in one sentence', () => {
    const levels = (depth: number) =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, i) => {
          const inner = i === 0 ? node('inner', 'layer.activation') : block('inner', `level${i - 1}`);
          const [into, outOf] = i === 0 ? ['x', 'y'] : ['in', 'out'];
          const ends = [node('in', 'block.input'), node('out', 'block.output')];
          const wires: [string, string][] = [
            ['in.y', `inner.${into}`],
            [`inner.${outOf}`, 'out.x'],
          ];
          return [`level${i}`, blockOf([ends[0], inner, ends[1]], wires)];
        }),
      );
    const nested = (depth: number) => flowWith(chain('x', stem, block('top', `level${depth - 1}`)), levels(depth));
    expect(errorsOf(nested(63))).toEqual([]);
    expect(errorsOf(nested(490))).toEqual([
      [undefined, 'denoiser', 'Denoiser holds blocks in blocks, more than 64 deep; take some of them apart.'],
    ]);
  });

  test('that changes the shape of what it passes on is refused once', () => {
    const wider: Graph = blockOf(
      [node('in', 'block.input'), node('linear', 'layer.linear', { features: 9 }), node('out', 'block.output')],
      [
        ['in.y', 'linear.x'],
        ['linear.y', 'out.x'],
      ],
    );
    const document = flowWith(chain('x', stem, block('stack', 'wider', { repeat: 4 })), { wider });
    expect(errorsOf(document)).toEqual([
      [
        'denoiser',
        'stack',
        'Block repeats 4 times, so what leaves by "out" must have the shape of what enters by "in"; 8 × 6 becomes 8 × 9.',
      ],
    ]);
  });
});

describe('a block', () => {
  test('may have ports called like what every object has', () => {
    const odd = blockOf(
      [
        node('in', 'block.input'),
        node('toString', 'block.input', { optional: true }),
        node('out', 'block.output'),
        node('valueOf', 'block.output'),
      ],
      [
        ['in.y', 'out.x'],
        ['toString.y', 'valueOf.x'],
      ],
    );
    const document = flowWith(chain('x', stem, block('constructed', 'odd', { repeat: 2 })), { odd });
    expect(errorsOf(document)).toEqual([]);
  });

  test('refuses the Input of a network, whatever its ports are called', () => {
    const wrong = blockOf(
      [node('x', 'block.input'), node('input', 'layer.input', { name: 'x' }), node('out', 'block.output')],
      [['input.y', 'out.x']],
    );
    const top = block('top', 'wrong');
    const graph = blockOf(
      [node('input', 'layer.input', { name: 'x' }), stem, top, node('output', 'layer.output')],
      [
        ['input.y', 'stem.x'],
        ['stem.y', 'top.x'],
        ['top.out', 'output.x'],
      ],
    );
    expect(errorsOf(flowWith(graph, { wrong }))).toEqual([
      ['wrong', 'input', 'Input belongs in the network of a study node; use Block input here.'],
    ]);
  });

  test('inside itself is refused', () => {
    const loop = blockOf(
      [node('in', 'block.input'), block('inner', 'loop'), node('out', 'block.output')],
      [
        ['in.y', 'inner.in'],
        ['inner.out', 'out.x'],
      ],
    );
    expect(errorsOf(flowWith(chain('x', stem, block('stack', 'loop')), { loop }))).toEqual([
      ['loop', 'inner', 'Block holds itself; take it out of its own inside.'],
    ]);
  });

  test('has a problem inside that is said once, however often it runs', () => {
    const broken = blockOf(
      [node('in', 'block.input'), node('conv', 'layer.conv2d'), node('out', 'block.output')],
      [
        ['in.y', 'conv.x'],
        ['conv.y', 'out.x'],
      ],
    );
    const twice = chain('x', stem, block('one', 'broken', { repeat: 3 }));
    const also = {
      ...twice,
      nodes: [...twice.nodes, block('two', 'broken')],
      edges: [...twice.edges, wire('stem.y', 'two.in')],
    };
    expect(errorsOf(flowWith(also, { broken })).map(([network, at]) => [network, at])).toEqual([['broken', 'conv']]);
  });

  const withSkip = (wired: boolean): ProjectDocument => {
    const graph = chain('x', stem, block('stack', 'skipped'));
    const skipped = blockOf(
      [
        node('in', 'block.input'),
        node('skip', 'block.input', { optional: true }),
        node('linear', 'layer.linear', { features: WIDTH }),
        node('scaled', 'layer.linear', { features: 2 }),
        node('out', 'block.output'),
        node('side', 'block.output'),
      ],
      [
        ['in.y', 'linear.x'],
        ['skip.y', 'scaled.x'],
        ['linear.y', 'out.x'],
        ['scaled.y', 'side.x'],
      ],
    );
    const edges = wired ? [...graph.edges, wire('stem.y', 'stack.skip')] : graph.edges;
    return flowWith({ ...graph, edges }, { skipped });
  };

  test('whose optional input stays free leaves out what follows from it', () => {
    const free = analyse(withSkip(false), catalogue);
    expect(free.ok).toBe(true);
    expect(Object.keys(free.outputs)).not.toContain('denoiser/stack:side');
    expect(free.parameters.map(({ name }) => name)).not.toContain('skipped/scaled/weight');
    const wired = analyse(withSkip(true), catalogue);
    expect(wired.ok).toBe(true);
    expect(wired.outputs['denoiser/stack:side'].shape).toEqual([8, 2]);
  });

  test('whose optional input stays free passes the silence on', () => {
    const { networks } = withSkip(false);
    const { nodes, edges } = networks.denoiser;
    const after = {
      nodes: [...nodes, node('after', 'layer.layer_norm')],
      edges: [...edges, wire('stack.side', 'after.x')],
    };
    const document = flowWith({ ...networks.denoiser, ...after }, { skipped: networks.skipped });
    expect(errorsOf(document)).toEqual([]);
    expect(Object.keys(analyse(document, catalogue).outputs)).not.toContain('denoiser/after:y');
  });
});
