import { describe, expect, test } from 'vitest';
import type { LayoutAnswer, LayoutTask } from '../../../../../src/renderer/latent/layout/messages';
import { nearestRows } from '../../../../../src/renderer/latent/layout/nearest';
import {
  DEFAULT_LAYOUT,
  type LayoutOptions,
  layoutKey,
  possibleDimensions,
} from '../../../../../src/renderer/latent/layout/options';
import { placeAll, planPlaces } from '../../../../../src/renderer/latent/layout/placing';
import { runTask } from '../../../../../src/renderer/latent/layout/run-task';
import { sampleIndices, takeRows } from '../../../../../src/renderer/latent/layout/sample';
import { scatteredLayout } from '../../../../../src/renderer/latent/layout/scattered';
import { normals } from '../../../../../src/renderer/random';

const WIDTH = 6;
/** Three clouds far apart in six dimensions, item i in cloud i mod 3. */
function clouds(count: number): Float32Array<ArrayBuffer> {
  const next = normals(3);
  return Float32Array.from(
    { length: count * WIDTH },
    (_, at) => 0.3 * next() + (at % WIDTH === Math.floor(at / WIDTH) % 3 ? 8 : 0),
  );
}

type Places = Extract<LayoutAnswer, { kind: 'places' }>;

function settled(count: number, part: Partial<LayoutOptions>, most = count, from: Float32Array | null = null): Places {
  const options = { ...DEFAULT_LAYOUT, ...part };
  const task: LayoutTask = {
    kind: 'settle',
    z: clouds(count),
    width: WIDTH,
    count,
    sample: sampleIndices(count, most),
    options,
    from,
  };
  const answers: LayoutAnswer[] = [];
  runTask(
    task,
    (answer) => answers.push(structuredClone(answer)),
    () => 0,
  );
  const last = answers.at(-1);
  if (last?.kind !== 'places') throw new Error(`The last answer was ${JSON.stringify(last)}.`);
  expect(last.finished).toBe(true);
  return last;
}

/** Share of items whose nearest other item in the picture is of the same cloud. */
function kept(positions: Float32Array, dimensions: number): number {
  const { indices, k } = nearestRows(positions, positions, dimensions, 2);
  const count = positions.length / dimensions;
  let same = 0;
  for (let i = 0; i < count; i++) same += Number(indices[i * k + 1] % 3 === i % 3);
  return same / count;
}

describe('places that settle', () => {
  test.each(['umap', 'tsne'] as const)('%s keeps clouds together, and is the same each time for one seed', (method) => {
    const options = { method, neighbours: 8, perplexity: 8 };
    const first = settled(60, options);
    expect(kept(first.positions, 2)).toBe(1);
    expect(settled(60, options).positions).toEqual(first.positions);
    expect(settled(60, { ...options, seed: 1 }).positions).not.toEqual(first.positions);
  });

  test('fill a room with three dimensions', () => {
    const { positions } = settled(30, { method: 'umap', dimensions: 3, neighbours: 6 });
    expect(positions).toHaveLength(90);
    expect(kept(positions, 3)).toBe(1);
  });

  test('go on from where they were, so that the picture stays recognisable', () => {
    const options = { method: 'umap', neighbours: 8 } as const;
    const before = settled(45, options).positions;
    const shifted = before.map((part) => part + 100);
    const after = settled(45, options, 45, shifted).positions;
    const mean = after.reduce((sum, part) => sum + part, 0) / after.length;
    const meanBefore = shifted.reduce((sum, part) => sum + part, 0) / shifted.length;
    expect(Math.abs(mean - meanBefore)).toBeLessThan(20);
  });

  test('of too few items are refused in a sentence', () => {
    const answers: LayoutAnswer[] = [];
    const task: LayoutTask = {
      kind: 'settle',
      z: clouds(3),
      width: WIDTH,
      count: 3,
      sample: sampleIndices(3, 10),
      options: { ...DEFAULT_LAYOUT, method: 'umap' },
      from: null,
    };
    runTask(task, (answer) => answers.push(answer));
    expect(answers.at(-1)).toEqual({
      kind: 'failed',
      message: 'UMAP got 3 items, expected at least 5; show more items.',
    });
  });

  test('tell how far they are', () => {
    const answers: LayoutAnswer[] = [];
    let clock = 0;
    const task: LayoutTask = {
      kind: 'settle',
      z: clouds(30),
      width: WIDTH,
      count: 30,
      sample: sampleIndices(30, 30),
      options: { ...DEFAULT_LAYOUT, method: 'tsne', perplexity: 5 },
      from: null,
    };
    runTask(
      task,
      (answer) => answers.push(structuredClone(answer)),
      () => (clock += 50),
    );
    const shown = answers.filter((answer) => answer.kind === 'places');
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter(({ finished }) => finished)).toHaveLength(1);
    expect(shown[0].positions).toHaveLength(60);
    expect(shown.map(({ progress }) => progress.done)).toEqual(
      shown.map(({ progress }) => progress.done).toSorted((a, b) => a - b),
    );
  });
});

describe('items outside the sample', () => {
  test('stand between their nearest of the sample, those of the sample where they are', () => {
    const z = new Float32Array([0, 1, 10, 0.25]);
    const plan = planPlaces(z, 1, 4, Int32Array.from([0, 1, 2]));
    const places = placeAll(
      plan,
      [
        [0, 0],
        [4, 8],
        [100, 0],
      ],
      2,
    );
    expect([...places.subarray(0, 6)]).toEqual([0, 0, 4, 8, 100, 0]);
    // inverse squares of 0.25, 0.75 and 9.75
    const weights = [16, 1 / 0.5625, 1 / 95.0625];
    const sum = weights[0] + weights[1] + weights[2];
    expect(places[6]).toBeCloseTo((4 * weights[1] + 100 * weights[2]) / sum, 4);
    expect(places[7]).toBeCloseTo((8 * weights[1]) / sum, 4);
  });

  test('follow their clouds', () => {
    expect(kept(settled(90, { method: 'umap', neighbours: 8 }, 45).positions, 2)).toBe(1);
  });

  test('the sample has no item twice and one from each part', () => {
    const sample = sampleIndices(1_000, 90);
    expect(new Set(sample).size).toBe(90);
    expect([...sample]).toEqual([...sample].sort((a, b) => a - b));
    expect(sampleIndices(1_000, 90)).toEqual(sample);
    expect([...sampleIndices(3, 10)]).toEqual([0, 1, 2]);
    expect([...takeRows(new Float32Array([1, 2, 3, 4, 5, 6]), 2, Int32Array.from([2, 0]))]).toEqual([5, 6, 1, 2]);
  });
});

describe('the way back from settled places', () => {
  const vectors = { z: new Float32Array([1, 10, 2, 20, 3, 30, 9, 90]), width: 2, count: 4 };
  const layout = scatteredLayout(
    {
      key: 'umap',
      dimensions: 2,
      positions: new Float32Array([0, 0, 1, 0, 0, 1, 40, 40]),
      count: 4,
      sample: Int32Array.from([0, 1, 2, 3]),
    },
    vectors,
    'UMAP',
  );

  test('is an item on the item, a mixture between items, nothing far from all', () => {
    expect([...(layout.toLatent([0, 0]) ?? [])]).toEqual([1, 10]);
    const [x, y] = layout.toLatent([0.5, 0]) ?? [];
    // half from each of the first two by far, a little of the third
    const weights = [4, 4, 0.8];
    expect(x).toBeCloseTo((weights[0] + 2 * weights[1] + 3 * weights[2]) / 8.8, 5);
    expect(y).toBeCloseTo(10 * x, 4);
    expect(layout.toLatent([20, 20])).toBeNull();
    expect(layout.toPlane).toBeNull();
    expect(layout.prior).toBe(false);
  });
});

describe('options', () => {
  test('a key changes with what changes the places, and with nothing else', () => {
    const umap: LayoutOptions = { ...DEFAULT_LAYOUT, method: 'umap' };
    expect(layoutKey({ ...umap, perplexity: 5 }, 2)).toBe(layoutKey(umap, 2));
    expect(layoutKey({ ...umap, minDist: 0.5 }, 2)).not.toBe(layoutKey(umap, 2));
    expect(layoutKey(umap, 3)).not.toBe(layoutKey(umap, 2));
  });

  test('narrow vectors have no third dimension unless places settle', () => {
    const three: LayoutOptions = { ...DEFAULT_LAYOUT, dimensions: 3 };
    expect(possibleDimensions(three, 2)).toBe(2);
    expect(possibleDimensions({ ...three, method: 'pca' }, 3)).toBe(3);
    expect(possibleDimensions({ ...three, method: 'umap' }, 2)).toBe(3);
  });
});
