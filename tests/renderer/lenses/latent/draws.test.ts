import { beforeEach, describe, expect, test } from 'vitest';
import type { RequestType } from '../../../../src/protocol/worker';
import type { WorkerClient } from '../../../../src/renderer/client/worker-client';
import { selectItems, useSelection } from '../../../../src/renderer/latent/brush/selection';
import { colourOf, colourWords } from '../../../../src/renderer/latent/colour/colour-by';
import { decodingOf } from '../../../../src/renderer/latent/decoding';
import { axesLayout } from '../../../../src/renderer/latent/layout/linear';
import { DEFAULT_LAYOUT, possibleLayout } from '../../../../src/renderer/latent/layout/options';
import { pathOfDraws } from '../../../../src/renderer/latent/path/first-path';
import { frames, knotVectors, track } from '../../../../src/renderer/latent/path/path';
import { ownItems } from '../../../../src/renderer/latent/points/own-items';
import { drawnSet, mostDraws, priorDraws, shownDraws } from '../../../../src/renderer/latent/points/prior-draws';
import { askedClass, latentModel } from '../../../../src/renderer/latent/points/source';
import { pinDraw } from '../../../../src/renderer/latent/traversal/pin';
import { useLatentView } from '../../../../src/renderer/latent/view';
import { planeWords, roomWords } from '../../../../src/renderer/latent/words';
import { noProbes } from '../../probe-info';

const encode = { width: 4, columns: [] };
const first = useLatentView.getState();
beforeEach(() => {
  useLatentView.setState(first, true);
  useSelection.setState({ split: 'test', indices: Uint32Array.of(1, 2) });
});

describe('where the points of the plane come from', () => {
  test('from data where something encodes, from the prior where something only decodes, from nowhere without either', () => {
    const generator = { ...noProbes, decode: { width: 32, classes: 10 } };
    expect(latentModel(generator)).toEqual({ source: 'prior', width: 32, decodes: true, classes: 10 });
    const vae = { ...noProbes, encode, decode: { width: 4, classes: 0 } };
    expect(latentModel(vae)).toEqual({ source: 'data', width: 4, decodes: true, classes: 0 });
    expect(latentModel({ ...noProbes, encode })).toMatchObject({ source: 'data', decodes: false });
    // A generator of another width makes nothing of what the encoder gives.
    const apart = latentModel({ ...generator, encode });
    expect(apart).toEqual({ source: 'data', width: 4, decodes: false, classes: 0 });
    expect(latentModel(noProbes)).toBeNull();
  });

  test('a class is asked for where there are classes: the chosen one, the first where there is no such class', () => {
    expect([askedClass(0, 3), askedClass(10, null), askedClass(10, 9), askedClass(10, 10)]).toEqual([null, 0, 9, 0]);
    const asked = { weights: { step: 4 }, key: 'at 4' };
    expect(decodingOf(asked, null)).toEqual({ asked: { weights: { step: 4 } }, key: 'at 4' });
    expect(decodingOf(asked, 0).asked).toEqual({ weights: { step: 4 }, label: 0 });
    const keys = [null, 0, 1].map((label) => decodingOf(asked, label).key);
    expect(new Set(keys).size).toBe(3);
  });

  test('draws know nothing that only an encoder knows', () => {
    const bys = ['label', 'reconstruction_error', 'cluster', 'moved', 'distance', 'z3'] as const;
    expect(bys.map((by) => colourOf(by, 'prior'))).toEqual(['label', 'label', 'label', 'label', 'distance', 'z3']);
    expect(bys.map((by) => colourOf(by, 'data'))).toEqual(bys);
    const words = ([0, 10] as const).map((classes) => colourWords('label', { source: 'prior', classes }));
    expect(words).toEqual(['One colour', 'Class asked for']);
    const umap = { ...DEFAULT_LAYOUT, method: 'umap', dimensions: 3 } as const;
    expect(possibleLayout(umap, 'prior')).toEqual({ ...umap, method: 'axes' });
    expect(possibleLayout(umap, 'data')).toBe(umap);
  });
});

describe('draws from the prior', () => {
  test('are standard normal, the same for a seed, and begin alike however many there are', () => {
    const z = priorDraws(8, 5_000, 3);
    expect(z.length).toBe(40_000);
    const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
    const square = z.reduce((sum, value) => sum + value * value, 0) / z.length;
    // Three standard errors.
    expect(Math.abs(mean)).toBeLessThan(3 / 200);
    expect(Math.abs(square - 1)).toBeLessThan((3 * Math.SQRT2) / 200);
    expect(priorDraws(8, 100, 3)).toEqual(z.slice(0, 800));
    expect(priorDraws(8, 100, 4)).not.toEqual(z.slice(0, 800));
  });

  test('are as many as asked for and fit', () => {
    expect([shownDraws(32, 5_000), shownDraws(32, 1_000_000), shownDraws(1_024, 5_000)]).toEqual([
      5_000,
      mostDraws(32),
      mostDraws(1_024),
    ]);
    for (const width of [1, 2, 32, 1_024, 4_096]) expect(mostDraws(width) * width).toBeLessThanOrEqual(4_000_000);
  });

  test('are no items: none is selected, and a click on one takes the sliders there', () => {
    const set = drawnSet(priorDraws(3, 20, 0), 3, 0, 7);
    expect([...new Set(set.labels)]).toEqual([7]);
    selectItems(set.split, Uint32Array.of(5));
    expect(useSelection.getState()).toEqual({ split: 'test', indices: Uint32Array.of(1, 2) });
    pinDraw(set, -1);
    expect(useLatentView.getState().base).toEqual([]);
    pinDraw(set, 4);
    expect(useLatentView.getState().base).toEqual([...set.z.subarray(12, 15)]);
    const words = planeWords({ set, width: 3 }, 1);
    expect(words).toContain('20 draws from the prior, z has 3 numbers');
    for (const each of [words, roomWords({ set, width: 3 }, 1)]) expect(each).not.toMatch(/item|encoded|select/);
  });

  test('the first path goes from one draw to another in all numbers, and keeps its distance from the origin', () => {
    const width = 64;
    const set = drawnSet(priorDraws(width, 2_000, 0), width, 0, null);
    const layout = axesLayout(set, { x: 0, y: 1 }, new Float32Array(width), 2);
    const path = pathOfDraws(layout, set);
    const vectors = path && knotVectors(path, set);
    if (!path || !vectors) throw new Error('There is no path between draws.');
    expect(path.legs).toEqual(['slerp']);
    expect(path.knots.map(({ item }) => item)).toEqual([expect.any(Number), expect.any(Number)]);
    const film = frames(track(vectors, path.legs), 11);
    for (let k = 0; k < 11; k++) {
      const length = Math.hypot(...film.subarray(k * width, (k + 1) * width));
      expect(Math.abs(length - Math.sqrt(width))).toBeLessThan(2);
    }
  });
});

test('the picture of a point is the item itself, or what a draw decodes to as the class that is asked for', async () => {
  const asked: [RequestType, unknown][] = [];
  const client: WorkerClient = {
    request: (async (type: RequestType, payload: unknown) => {
      asked.push([type, payload]);
      return { values: new Float32Array(0) };
    }) as WorkerClient['request'],
    on: () => () => undefined,
    close: () => undefined,
  };
  const decoding = decodingOf({ weights: undefined, key: '1' }, 6);
  const z = Float32Array.from({ length: 9 }, (_, i) => i);
  await ownItems(client, 'c', { split: 'prior', z, width: 3 }, [2, 0], decoding);
  await ownItems(client, 'c', { split: 'train', z, width: 3 }, [2, 0], decoding);
  expect(asked).toEqual([
    ['probe.decode', { channel: 'c', weights: undefined, label: 6, z: Float32Array.of(6, 7, 8, 0, 1, 2), count: 2 }],
    ['probe.data', { channel: 'c', split: 'train', offset: 0, count: 2, items: [2, 0] }],
  ]);
});
