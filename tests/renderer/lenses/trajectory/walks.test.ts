import { describe, expect, test } from 'vitest';
import type { DensityInfo, WalkInfo } from '../../../../src/protocol/worker';
import { abilities, telling } from '../../../../src/renderer/lenses/lenses';
import { predicts } from '../../../../src/renderer/trajectory/frames';
import { FramesTexture } from '../../../../src/renderer/trajectory/gpu/frames-texture';
import { LatticeLayer } from '../../../../src/renderer/trajectory/gpu/lattice-layer';
import { groundsOf, shownGround } from '../../../../src/renderer/trajectory/grounds';
import { laneFigures } from '../../../../src/renderer/trajectory/LaneFigures';
import {
  laneSettings,
  plainLane,
  previewQuery,
  sampleQuery,
  samplerChoice,
  samplerChoices,
} from '../../../../src/renderer/trajectory/lanes';
import { latticeOf } from '../../../../src/renderer/trajectory/lattice';
import { densityGrid, densityOfLane, densityPicture } from '../../../../src/renderer/trajectory/model-density';
import { picturesLayout } from '../../../../src/renderer/trajectory/pictures-layout';
import { bendsPlane } from '../../../../src/renderer/trajectory/use-lattices';
import { commonWalk, placeWords, walkEnds, walkPlace, wordsRoom } from '../../../../src/renderer/trajectory/walk-words';
import { eulerInfo, noProbes } from '../../probe-info';

const flow: WalkInfo = {
  node: 'flow',
  title: 'Draw from density',
  method: 'sampler.density',
  frames: 8,
  unit: 'layer',
  perFrame: 1,
  classes: 0,
  evaluations: 1,
  noise: 2,
  levels: ['z'],
  given: null,
};
const generator: WalkInfo = { ...flow, node: 'generator', frames: 0, unit: 'step' };
const pixels: WalkInfo = { ...flow, node: 'pixels', frames: 28, unit: 'pixel', perFrame: 28, noise: 0, classes: 10 };
const methods = [{ method: 'sampler.heun', title: 'Heun', stochastic: false }];
const probes = (samplers = [eulerInfo()], walks = [generator, flow, pixels]) => ({ samplers, walks, methods });

describe('lanes of samplers without a path of noise', () => {
  test('a sampler with a path comes first; a walk is taken where it is chosen, or where there is nothing else', () => {
    expect(laneSettings(plainLane(0), probes())?.walk).toBeNull();
    expect(laneSettings({ ...plainLane(0), sampler: 'pixels' }, probes())?.walk).toBe(pixels);
    expect(laneSettings(plainLane(0), probes([]))?.walk).toBe(flow);
    expect(laneSettings({ ...plainLane(0), sampler: 'generator' }, probes([]))?.walk).toBe(flow);
    expect(laneSettings(plainLane(0), probes([], [generator]))).toBeNull();
  });

  test('what does not apply is not asked for: steps, guidance, eta, another method; a class where there are any', () => {
    const set = {
      ...plainLane(0),
      num_inference_steps: 7,
      guidance_scale: 3,
      eta: 1,
      label: 4,
      method: 'sampler.heun',
    };
    const plain = laneSettings({ ...set, sampler: 'flow' }, probes());
    const drawn = laneSettings({ ...set, sampler: 'pixels' }, probes());
    if (!plain || !drawn) throw new Error('no settings');
    expect(sampleQuery(plain, 3, 100)).toEqual({ node: 'flow', seed: 3, count: 100, num_inference_steps: 1 });
    expect(sampleQuery(drawn, 3, 16)).toMatchObject({ node: 'pixels', label: 4 });
    expect(previewQuery(sampleQuery(plain, 3, 5_000), false, null).count).toBe(400);
    expect([plain.guided, plain.stochastic]).toEqual([false, false]);
  });

  test('the menu has every sampler that can be followed, and no method for a walk', () => {
    const settings = laneSettings({ ...plainLane(0), sampler: 'flow' }, probes());
    if (!settings) throw new Error('no settings');
    expect(samplerChoices(settings, probes()).map(({ value }) => value)).toEqual(['euler', 'flow', 'pixels']);
    expect(samplerChoice(settings)).toBe('flow');
  });

  test('the lens is in front of a model whose way can be followed, not of one that draws at once', () => {
    expect(telling(abilities({ ...noProbes, walks: [flow] }), 'right')).toBe('trajectory');
    expect(telling(abilities({ ...noProbes, walks: [generator] }), 'right')).toBe('latent');
  });
});

describe('words', () => {
  test('places are counted in layers, pixels and so on', () => {
    expect(walkPlace(flow, 3)).toBe('layer 3 of 8');
    expect(walkPlace(flow, 2.6)).toBe('layer 3 of 8');
    expect(walkPlace(pixels, 2)).toBe('pixel 56 of 784');
    expect(walkEnds(flow)).toEqual(['noise', 'data']);
    expect([placeWords(flow, 0.5), placeWords(null, 0.25)]).toEqual(['layer 4 of 8', 't = 0.75']);
  });

  test('the present place keeps clear of the words at both ends, which go where there is no room for all three', () => {
    expect(wordsRoom(600, 'noise', 'layer 3 of 8', 'data')).toEqual({
      left: 'clamp(13ch, var(--share), calc(100% - 12ch))',
      ends: true,
    });
    const narrow = wordsRoom(240, 'nothing yet', 'pixel 196 of 196', 'whole picture');
    expect(narrow).toEqual({ left: 'clamp(8ch, var(--share), calc(100% - 8ch))', ends: false });
  });

  test('lanes of one kind share them, lanes of several are told by t', () => {
    expect(commonWalk([flow, { ...flow, node: 'other' }])).toBe(flow);
    expect(commonWalk([flow, { ...flow, frames: 4 }])).toBeNull();
    expect(commonWalk([flow, null])).toBeNull();
    expect(commonWalk([])).toBeNull();
  });

  test('a path through layers has no straightness and no length', () => {
    const trajectory = {
      samples: new Float32Array(4),
      predOriginal: new Float32Array(),
      times: Float32Array.of(1, 0),
      steps: 1,
      count: 1,
      itemShape: [2],
      labels: new Uint8Array(),
      evaluations: 1,
      method: 'sampler.density',
      step: 0,
      seed: 1,
    };
    const answer = {
      key: '',
      version: '',
      trajectory,
      frames: { ...trajectory, width: 2 },
      metrics: { straightness: 1, length: 1 },
      milliseconds: 1,
      preview: false,
    };
    expect(predicts(answer.frames)).toBe(false);
    expect(laneFigures(answer, null, false).map(({ name }) => name)).toEqual(['NFE']);
    expect(laneFigures(answer, 0.5, false).map(({ name }) => name)).toEqual(['NFE', 'from 1:']);
    expect(laneFigures(answer, null).map(({ name }) => name)).toContain('straightness');
  });
});

describe('what lies under the particles', () => {
  const density: DensityInfo = {
    node: 'density',
    title: '',
    kind: 'exact',
    dimensions: 2,
    numbers: 2,
    classes: 0,
    latent: false,
    sampler: null,
    scan: null,
  };
  const path = { walk: null };

  test('fields where a lane follows one, the model where it knows a density of the plane', () => {
    expect(groundsOf({ field: { dimensions: 2 }, densities: [] }, [path])).toEqual([
      'none',
      'velocity',
      'score',
      'density',
    ]);
    expect(groundsOf({ field: null, densities: [density] }, [{ walk: flow }])).toEqual([
      'none',
      'density',
      'model_density',
    ]);
    expect(
      groundsOf({ field: { dimensions: 2 }, densities: [{ ...density, dimensions: 784 }] }, [{ walk: flow }]),
    ).toEqual(['none', 'density']);
  });

  test('a lane shows the density that its particles are drawn from, of the class that it draws', () => {
    const lane = laneSettings({ ...plainLane(0), sampler: 'pixels', label: 3 }, probes());
    if (!lane) throw new Error('no settings');
    const latent = { ...density, node: 'prior', latent: true };
    const own = { ...density, node: 'own', sampler: 'pixels', classes: 10 };
    expect(densityOfLane([latent, density, own], lane)).toEqual({ node: 'own', label: 3 });
    expect(densityOfLane([latent, density], lane)).toEqual({ node: 'density' });
    expect(densityOfLane([latent], lane)).toBeNull();
  });

  test('what cannot be shown gives way to what the model says, or to nothing', () => {
    expect(shownGround('velocity', ['none', 'density', 'model_density'])).toBe('model_density');
    expect(shownGround('velocity', ['none', 'density'])).toBe('none');
    expect(shownGround('none', ['none', 'density', 'model_density'])).toBe('none');
  });

  test('the box of a density stays put while what it is around moves a little', () => {
    const grid = densityGrid({ minX: -2.1, maxX: 2.2, minY: -1.1, maxY: 0.9 });
    expect(grid.extent).toEqual({ minX: -2.5, maxX: 2.5, minY: -1.5, maxY: 1 });
    expect([grid.columns, grid.rows]).toEqual([96, 48]);
    expect(densityGrid({ minX: -2.2, maxX: 2.3, minY: -1.2, maxY: 0.8 })).toEqual(grid);
  });

  test('a density is shown as it is, one without a known factor as a share of its highest', () => {
    const grid = { columns: 2, rows: 1, extent: { minX: 0, maxX: 2, minY: 0, maxY: 1 } };
    const logProb = Float32Array.of(Math.log(0.4), -Infinity);
    const exact = densityPicture(logProb, grid, 'exact');
    expect(exact.top).toBeGreaterThanOrEqual(0.4);
    expect(exact.top).toBeLessThan(1);
    expect([exact.pixels[3] > 200, exact.pixels[7]]).toEqual([true, 0]);
    const shares = densityPicture(
      logProb.map((value) => value + 300),
      grid,
      'unnormalised',
    );
    expect(shares.top).toBe(1);
    expect(shares.pixels[3]).toBeGreaterThan(200);
  });
});

describe('the lattice', () => {
  const lattice = latticeOf();

  test('is made of short pieces along rows and columns, and each point is there once', () => {
    const { points, count, pieces, strength } = lattice;
    expect([points.length, strength.length]).toEqual([2 * count, count]);
    const places = new Set(Array.from({ length: count }, (_, i) => `${points[2 * i]} ${points[2 * i + 1]}`));
    expect(places.size).toBe(count);
    for (let k = 0; k < pieces.length; k += 2) {
      const [a, b] = [pieces[k], pieces[k + 1]];
      const step = [0, 1].map((axis) => points[2 * b + axis] - points[2 * a + axis]).toSorted();
      expect(step[0]).toBe(0);
      expect(step[1]).toBeCloseTo(1 / 24, 5);
    }
    expect(Math.max(...points)).toBeCloseTo(3, 5);
    expect(Math.min(...points)).toBe(-3);
  });

  test('goes with its frames, and is seen most in the middle of the noise', () => {
    const layer = new LatticeLayer(lattice);
    const { points, count } = lattice;
    const frames = new Float32Array(4 * count);
    frames.set(points);
    frames.set(
      points.map((value) => 3 * value),
      2 * count,
    );
    layer.colour([10, 20, 30]);
    expect(layer.object.visible).toBe(false);
    layer.set(new FramesTexture(frames, 2, count), 0.5);
    const marks = layer.marks();
    const first = lattice.pieces[0];
    expect(Array.from(marks.places).slice(0, 2)).toEqual([2 * points[2 * first], 2 * points[2 * first + 1]]);
    expect(marks.count).toBe(lattice.pieces.length);
    const alphas = Array.from({ length: marks.count }, (_, i) => marks.tints[4 * i + 3]);
    const middle = lattice.pieces.findIndex((i) => Math.hypot(points[2 * i], points[2 * i + 1]) < 1e-5);
    expect(alphas[middle]).toBe(Math.max(...alphas));
  });

  test('is for layers that begin with two numbers of noise', () => {
    expect([flow, { ...flow, noise: 3 }, { ...flow, unit: 'step' as const }].map(bendsPlane)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test('pictures without predictions take all the room', () => {
  const { all } = picturesLayout({ width: 600, height: 320 }, 1);
  expect(all).toEqual({ width: 600, height: 300 });
});
