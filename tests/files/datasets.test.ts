import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gather } from '../../src/core/data/dataset';
import { loadFashionMnist, loadMnist } from '../../src/files/datasets';
import { temporaryFolder } from './folder';

const root = temporaryFolder();

/** An IDX file of `count` zeros or tiny 1 × 1 images. */
function idx(axes: number[]): Uint8Array {
  const size = axes.reduce((product, axis) => product * axis, 1);
  return Uint8Array.from([
    0,
    0,
    8,
    axes.length,
    ...axes.flatMap((axis) => [0, 0, 0, axis]),
    ...new Array(size).fill(3),
  ]);
}

describe('MNIST', () => {
  it('has the images and labels that its authors published', async () => {
    const { train, test } = await loadMnist();
    expect(train).toMatchObject({ id: 'mnist/train', count: 60_000, itemShape: [1, 28, 28] });
    expect(test).toMatchObject({ id: 'mnist/test', count: 10_000, itemShape: [1, 28, 28] });
    // The first labels of the training set, and its mean pixel, both widely quoted.
    expect([...train.labels!.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    let sum = 0;
    for (const byte of train.x) sum += byte;
    expect(sum / train.x.length / 255).toBeCloseTo(0.1307, 4);
    const hash = createHash('sha256').update(test.x).digest('hex');
    expect(hash).toBe('6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161');
  });

  it('is loaded once', async () => {
    const [first, second] = await Promise.all([loadMnist(), loadMnist()]);
    expect(first.train.x).toBe(second.train.x);
  });

  it('gives a digit as floats in [0, 1]', async () => {
    const { train } = await loadMnist();
    const digit = new Float32Array(784);
    gather(train, Uint32Array.of(0), digit);
    expect(Math.max(...digit)).toBe(1);
    expect(Math.min(...digit)).toBe(0);
  });

  it('comes from another folder on request, and is looked for again after it was missing', async () => {
    const dataDirectory = join(root, 'mnist');
    await expect(loadMnist({ dataDirectory })).rejects.toThrow(/train-images-idx3-ubyte: does not exist/);
    mkdirSync(dataDirectory);
    for (const [prefix, count] of [
      ['train', 4],
      ['t10k', 2],
    ] as const) {
      writeFileSync(join(dataDirectory, `${prefix}-images-idx3-ubyte`), idx([count, 2, 2]));
      writeFileSync(join(dataDirectory, `${prefix}-labels-idx1-ubyte`), idx([count]));
    }
    const { train, test } = await loadMnist({ dataDirectory });
    expect([train.count, test.count]).toEqual([4, 2]);
    expect(train.itemShape).toEqual([1, 2, 2]);
  });

  it('names the file that is damaged', async () => {
    const dataDirectory = join(root, 'damaged');
    mkdirSync(dataDirectory);
    writeFileSync(join(dataDirectory, 'train-images-idx3-ubyte'), idx([4, 2, 2]).subarray(0, 20));
    writeFileSync(join(dataDirectory, 'train-labels-idx1-ubyte'), idx([4]));
    await expect(loadMnist({ dataDirectory })).rejects.toThrow(
      /damaged.train-images-idx3-ubyte: has 4 bytes of values, its shape 4 × 2 × 2 needs 16/,
    );
  });
});

describe('Fashion-MNIST', () => {
  it('has the test pictures that its authors published, half of them held out', async () => {
    const { train, test } = await loadFashionMnist();
    expect(train).toMatchObject({ id: 'fashion-mnist/train', count: 5_000, itemShape: [1, 28, 28] });
    expect(test).toMatchObject({ id: 'fashion-mnist/test', count: 5_000, itemShape: [1, 28, 28] });
    expect([...train.labels!.subarray(0, 10)].map((label) => train.classes![label])).toEqual([
      'Ankle boot',
      'Pullover',
      'Trouser',
      'Trouser',
      'Shirt',
      'Trouser',
      'Coat',
      'Shirt',
      'Sandal',
      'Sneaker',
    ]);
    const kinds = new Array<number>(10).fill(0);
    for (const { labels } of [train, test]) for (const label of labels!) kinds[label]++;
    expect(kinds).toEqual(new Array(10).fill(1_000));
    const hash = createHash('sha256').update(train.x).update(test.x).digest('hex');
    expect(hash).toBe('c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a');
  });
});
