/** Codebooks and priors over their tokens, trained for a moment. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProjectDocument } from '../../src/core/graph/document';
import { bandwidthLadder, mmd } from '../../src/core/metrics';
import type { Session } from '../../src/worker/session';
import { UserError } from '../../src/worker/user-error';
import { assigned, node, template, wire } from '../core/compile/documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const CODES = 64;
const small = (id: string, ...settings: string[]): ProjectDocument =>
  assigned(template(id), 'data.batch_size=32', `codebook.codebook_size=${CODES}`, ...settings);

/** The worst difference. */
const apart = (a: Float32Array, b: Float32Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
};

describe('vqvae-digits, after a short training', () => {
  let session: Session;
  let metrics: Readonly<Record<string, number>>;
  beforeAll(async () => {
    session = await openSession(small('vqvae-digits'), join(folder, 'vqvae'));
    await trainTo(session, 200);
    metrics = await session.evaluate();
  }, 60_000);

  test('uses at least half of its codes and reconstructs', async () => {
    expect(metrics.codes_used).toBeGreaterThanOrEqual(0.5);
    expect(metrics.code_perplexity).toBeGreaterThan(CODES / 4);
    // What grey digits cost when each pixel is told by its own mean alone is about 206 nats.
    expect(metrics.test_reconstruction).toBeLessThan(130);
  });

  test('tells how it is used by all held-out items, exactly', async () => {
    const { tokens, count } = await session.probes.codes.encode('test', 0, 10_000);
    expect(count).toBe(10_000);
    const shares = new Float64Array(CODES);
    for (const token of tokens) shares[token] += 1 / tokens.length;
    const used = shares.filter((share) => share > 0);
    expect(metrics.codes_used).toBe(used.length / CODES);
    const entropy = used.reduce((total, share) => total - share * Math.log(share), 0);
    expect(metrics.code_perplexity).toBeCloseTo(Math.exp(entropy), 3);
  });

  test('tokens decode to what the study makes of the items', async () => {
    const { codes } = session.probes;
    const { tokens, rows, columns, vocabulary, labels } = await codes.encode('test', 0, 20);
    expect([rows, columns, vocabulary, tokens.length]).toEqual([7, 7, CODES, 20 * 49]);
    expect(Array.from(labels.slice(0, 4))).toEqual([7, 2, 1, 0]);
    const decoded = await codes.decode(tokens, 20);
    expect(decoded.itemShape).toEqual([1, 28, 28]);
    const { reconstruction } = await session.probes.reconstruct(20);
    expect(apart(decoded.values, reconstruction)).toBeLessThan(1e-5);
    // Other codes in the middle change the picture there, and nothing at its upper edge.
    const maps = Int32Array.from({ length: CODES * 49 }, (_, i) =>
      i % 49 === 24 ? Math.floor(i / 49) : tokens[i % 49],
    );
    const { values } = await codes.decode(maps, CODES);
    const changes = Array.from({ length: CODES }, (_, code) => {
      const [own, other] = [decoded.values, values.slice(code * 784, (code + 1) * 784)];
      expect(apart(other.slice(0, 4 * 28), own.slice(0, 4 * 28))).toBeLessThan(1e-5);
      return apart(other, own.slice(0, 784));
    });
    expect(Math.max(...changes)).toBeGreaterThan(0.1);
    expect(changes[tokens[24]]).toBeLessThan(1e-5);
  });

  test('of few items is as of many', async () => {
    const { codes } = session.probes;
    const [few, many] = [await codes.encode('test', 3, 2), await codes.encode('test', 0, 100)];
    expect(few.tokens).toEqual(many.tokens.slice(3 * 49, 5 * 49));
    expect((await codes.encode('test', 9_999, 5)).count).toBe(1);
  });

  test('refuses tokens that are none', async () => {
    const { codes } = session.probes;
    await expect(codes.decode(new Int32Array(48), 1)).rejects.toThrow(
      new UserError('An item has 49 tokens; 48 came for 1.'),
    );
    await expect(codes.decode(new Int32Array(49).fill(CODES), 1)).rejects.toThrow(
      new UserError(`Tokens go from 0 to ${CODES - 1}; one of them is another number.`),
    );
  });

  test('tells views of its codebook, and of two curves', () => {
    expect(session.info.probes.codes).toEqual({ node: 'codebook', vocabulary: CODES, rows: 7, columns: 7 });
    const own = session.info.series.filter((series) => series.node === 'codebook');
    expect(own.map(({ name, title, unit }) => [name, title, unit])).toEqual([
      ['codebook.perplexity', 'Vector quantizer: perplexity', 'codes'],
      ['codebook.loss', 'Vector quantizer: loss', ''],
    ]);
    expect(session.info.measures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['code_perplexity', 'codes_used', 'test_reconstruction']),
    );
  });
});

test('idle codes come back where they are restarted, and stay idle where not', async () => {
  const usedAfter = async (restartBelow: number): Promise<number> => {
    const name = `restart-${restartBelow}`;
    const document = small('vqvae-digits', `codebook.restart_below=${restartBelow}`);
    const session = await openSession(document, join(folder, name));
    await trainTo(session, 60);
    const { tokens } = await session.probes.codes.encode('test', 0, 500);
    return new Set(tokens).size;
  };
  const [never, always] = [await usedAfter(0), await usedAfter(1)];
  expect(always).toBeGreaterThan(2 * never);
}, 60_000);

test('a resumed run restarts the same codes: bit for bit', async () => {
  const document = small('vqvae-digits');
  const whole = await openSession(document, join(folder, 'whole'));
  const rows = await trainTo(whole, 8);
  const directory = join(folder, 'halves');
  const first = await openSession(document, directory);
  const before = await trainTo(first, 4);
  await first.checkpoint(false);
  const second = await resume(document, directory);
  expect([...before, ...(await trainTo(second, 8))]).toEqual(rows);
  expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
}, 60_000);

/** Grey means of 4 × 4 pixels of pictures (count × 784). */
const pooled = (pictures: Float32Array): Float32Array => {
  const means = new Float32Array(pictures.length / 16);
  pictures.forEach((value, i) => {
    const [item, pixel] = [Math.floor(i / 784), i % 784];
    means[item * 49 + Math.floor(pixel / 112) * 7 + Math.floor((pixel % 28) / 4)] += value / 16;
  });
  return means;
};

describe('vq-transformer-digits, small', () => {
  const SAMPLES = 128;
  const width = ['prior/table.width=32', 'block/wide.features=64', 'block/narrow.features=32', 'prior/blocks.repeat=1'];
  const document = ((): ProjectDocument => {
    const whole = small('vq-transformer-digits', ...width, 'prior_trainer.schedule=constant');
    const study = {
      ...whole.study,
      nodes: [...whole.study.nodes, node('uniform', 'sampler.codes', { temperature: 1, top_k: 0 })],
      edges: [
        ...whole.study.edges,
        wire('codebook.network', 'uniform.codebook'),
        wire('decoder.network', 'uniform.decoder'),
      ],
    };
    return { ...whole, study };
  })();
  const drawn = async (session: Session, sampler: string): Promise<Float32Array> =>
    pooled(await session.probes.draw(sampler, 1, SAMPLES));

  test('samples are nearer to digits than those of an untrained prior and of random tokens', async () => {
    const session = await openSession(document, join(folder, 'prior'));
    for (let k = 0; k < 120; k++) await session.train('trainer');
    const [untrained, uniform] = [await drawn(session, 'sampler'), await drawn(session, 'uniform')];
    for (let k = 0; k < 200; k++) await session.train('prior_trainer');
    const samples = await drawn(session, 'sampler');
    const real = [0, SAMPLES].map((offset) => pooled(session.probes.data('test', offset, SAMPLES).values));
    const bandwidths = bandwidthLadder(real[0], real[1], 49);
    const distance = (set: Float32Array): number => mmd(set, real[0], 49, { bandwidths });
    const told = {
      samples: distance(samples),
      untrained: distance(untrained),
      uniform: distance(uniform),
      floor: distance(real[1]),
    };
    expect(told.floor).toBeLessThan(told.samples);
    expect(told.samples).toBeLessThan(0.5 * told.untrained);
    expect(told.samples).toBeLessThan(0.5 * told.uniform);
  }, 120_000);

  test('a walk goes token by token and ends with the samples', async () => {
    const session = await openSession(document, join(folder, 'walk'));
    await trainTo(session, 3);
    const path = await session.probes.sample('sampler', { seed: 4, count: 3, numInferenceSteps: 1 });
    expect([path.steps, path.count, path.itemShape, path.evaluations]).toEqual([49, 3, [1, 28, 28], 49]);
    const last = path.samples.slice(49 * 3 * 784);
    expect(apart(last, await session.probes.draw('sampler', 4, 3))).toBeLessThan(1e-5);
    // The first token paints the upper left corner; the lower rows are still as they began.
    const frame = (k: number) => path.samples.slice(k * 3 * 784, k * 3 * 784 + 784);
    expect(apart(frame(1).slice(28 * 14), frame(0).slice(28 * 14))).toBe(0);
    expect(apart(frame(1), frame(0))).toBeGreaterThan(0);
  }, 60_000);

  test('the prior teaches the encoder nothing', async () => {
    const session = await openSession(document, join(folder, 'stop'));
    await trainTo(session, 2);
    const before = await session.probes.reconstruct(4);
    for (let k = 0; k < 3; k++) await session.train('prior_trainer');
    const after = await session.probes.reconstruct(4);
    expect(after.reconstruction).toEqual(before.reconstruction);
  }, 60_000);
});
