import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile/analyse';
import { erase, spray } from '../../../src/renderer/inspector/points-brush';
import { presetOf } from '../../../src/renderer/inspector/preset-of';
import { describeShapes, parameterCount } from '../../../src/renderer/inspector/shape-rows';
import { inputWires } from '../../../src/renderer/inspector/wire-rows';
import { uniforms } from '../../../src/renderer/random';
import { vaeDigits } from '../template';

const document = vaeDigits();
const analysis = analyse(document, catalogue);

describe('the brush', () => {
  it('sprays points near its place, inside the square', () => {
    const points = spray([], [0.98, 0], 0.2, 100, uniforms(1));
    expect(points.length).toBeGreaterThan(0);
    for (const [x, y] of points) {
      expect(Math.abs(x)).toBeLessThanOrEqual(1);
      expect(Math.hypot(x - 0.98, y)).toBeLessThanOrEqual(0.2 + 1e-3);
    }
  });
  it('stops at the limit', () => expect(spray([[0, 0]], [0, 0], 0.1, 3, uniforms(1))).toHaveLength(3));
  it('erases what lies under it', () =>
    expect(
      erase(
        [
          [0, 0],
          [0.5, 0.5],
        ],
        [0.1, 0],
        0.2,
      ),
    ).toEqual([[0.5, 0.5]]));
});

describe('facts about a node', () => {
  it('names the preset inside a network, and none once it is rewired', () => {
    const definition = catalogue.find('network.encoder');
    if (!definition) throw new Error('no encoder');
    expect(presetOf(document.networks.encoder, definition)).toBe('mlp');
    expect(presetOf({ ...document.networks.encoder, edges: [] }, definition)).toBeNull();
  });

  it('lists the shapes at its ports', () => {
    const definition = catalogue.find('latent.reparameterize');
    if (!definition) throw new Error('no reparameterize');
    const rows = describeShapes(analysis, document.study.edges, null, 'reparameterize', definition);
    expect(rows.map(({ label, text }) => [label, text.slice(0, 7)])).toEqual([
      ['in μ, log σ²', '128 × 2'],
      ['out z', '128 × 2'],
    ]);
  });

  it('counts the parameters of a network and of its layers', () => {
    const whole = parameterCount(analysis, document.study, null, 'encoder');
    const layers = document.networks.encoder.nodes.map(({ id }) =>
      parameterCount(analysis, document.study, 'encoder', id),
    );
    expect(whole).toBe(784 * 400 + 400 + 400 * 4 + 4);
    expect(layers.reduce((a, b) => a + b, 0)).toBe(whole);
  });

  it('offers only wires that fit', () => {
    const definition = catalogue.find('network.decoder');
    if (!definition) throw new Error('no decoder');
    const [z] = inputWires(document, catalogue, null, 'decoder', definition);
    expect(z.wires).toHaveLength(1);
    expect(z.candidates.map(({ node }) => node)).not.toContain('data');
  });
});
