import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import type { Graph, ProjectDocument } from '../../../src/core/graph/document';
import type { NamedArrays } from '../../../src/core/tensor';
import { block, blockFlow, blockOf, chain, errorsOf, flowWith, node, residualBlock, wire } from './documents';
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

  test('within a repeated block has a name for each of its weights', () => {
    expect(errorsOf(blockFlow())).toEqual([]);
    const outer = namesIn(blockFlow()).filter((name) => /^unit\/linear\/\d\.\d\.weight$/.test(name));
    expect(outer.sort()).toEqual(['0.0', '0.1', '1.0', '1.1'].map((at) => `unit/linear/${at}.weight`));
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
