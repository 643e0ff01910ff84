import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBundledText } from '../../src/files/texts';
import type { Trajectory } from '../../src/protocol/worker';
import { Superseded } from '../../src/worker/breathe';
import type { Session } from '../../src/worker/session';
import { assigned } from '../core/compile/documents';
import { tinyLanguage } from '../core/compile/language-documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();

/** Written by tests/golden/make_language.py: the same network, text and steps in PyTorch, for three seeds. */
const golden: Record<'vocabulary' | 'length' | 'width' | 'layers' | 'heads' | 'batch' | 'steps', number> & {
  learning_rate: number;
  beta2: number;
  nats: number[];
} = JSON.parse(readFileSync(new URL('../golden/language.json', import.meta.url), 'utf8')).training;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

const { learning_rate, beta2, steps } = golden;
const trainer = { learning_rate, beta2, steps, schedule: 'cosine' };
const document = tinyLanguage({ ...golden, trainer });
const learned = await openSession(document, join(folder, 'learned'));
await trainTo(learned, steps);
const measured = await learned.evaluate();

test('training a small Transformer on the novel reaches what PyTorch reaches', () => {
  expect(Math.abs(measured.test_nats_per_token - mean(golden.nats))).toBeLessThan(0.05);
});

test('bits and perplexity are those of the nats', () => {
  const nats = measured.test_nats_per_token;
  expect(measured.test_bits_per_token).toBeCloseTo(nats / Math.LN2, 4);
  expect(measured.test_bits_per_character).toBeCloseTo(nats / Math.LN2, 4);
  expect(measured.test_perplexity).toBeCloseTo(Math.exp(nats), 3);
});

test('20 steps are 10 steps and 10 resumed steps, bit for bit', async () => {
  const whole = await trainTo(await openSession(document, join(folder, 'whole')), 20);
  const first = await openSession(document, join(folder, 'halves'));
  const before = await trainTo(first, 10);
  await first.checkpoint(false);
  const second = await resume(document, join(folder, 'halves'));
  expect([...before, ...(await trainTo(second, 20))]).toEqual(whole);
});

test('a recurrent network trains too', async () => {
  const small = tinyLanguage({ preset: 'gru', vocabulary: 80, length: 8, width: 32, batch: 32, trainer });
  const session = await openSession(small, join(folder, 'gru'));
  const rows = await trainTo(session, 60);
  expect(rows[0][0]).toBeGreaterThan(4);
  expect(mean(rows.slice(-5).map(([loss]) => loss))).toBeLessThan(3);
});

describe('going on with a text', () => {
  const { text } = learned.probes;
  const request = { tokens: new Int32Array(), position: 0, count: 12, temperature: 1, top_k: 0, seed: 3 };

  test('is the same for a seed, whether it is asked for at once or piece by piece', async () => {
    const whole = await text.continue(request);
    expect(await text.continue(request)).toEqual(whole);
    expect(whole.tokens).not.toEqual((await text.continue({ ...request, seed: 4 })).tokens);
    const first = await text.continue({ ...request, count: 5 });
    const second = await text.continue({ ...request, tokens: first.tokens, position: 5, count: 7 });
    expect([...first.tokens, ...second.tokens]).toEqual([...whole.tokens]);
    expect([...first.logProbs, ...second.logProbs]).toEqual([...whole.logProbs]);
    expect(second.next).toEqual(whole.next);
  });

  test('tells how likely what it wrote is, as the text is scored afterwards', async () => {
    const { pieces, logProbs } = await text.continue(request);
    const scored = await text.scoreText(null, pieces.join(''));
    expect(scored.pieces).toEqual(pieces);
    expect(scored.characters).toBe(12);
    for (const [i, value] of scored.logProbs.entries()) expect(value).toBeCloseTo(logProbs[i], 4);
  });

  test('goes further than the model can look back', async () => {
    const long = await text.continue({ ...request, count: 64 });
    expect(long.tokens).toHaveLength(64);
    expect(long.lookBack).toBe(golden.length - 1);
    // Only what it can look back over counts.
    const asked = { ...request, position: 64, count: 3 };
    const end = await text.continue({ ...asked, tokens: long.tokens });
    expect(await text.continue({ ...asked, tokens: long.tokens.slice(-(golden.length - 1)) })).toEqual(end);
  });

  test('keeps to the likeliest token where it may draw from no other, and says what comes next', async () => {
    const { next } = await text.continue({ ...request, count: 0, top_k: 1 });
    expect(next.tokens).toHaveLength(10);
    expect([...next.drawn]).toEqual([1, ...new Array(9).fill(0)]);
    expect([...next.model]).toEqual([...next.model].sort((a, b) => b - a));
    expect(next.entropy).toBeGreaterThan(1);
    const { tokens } = await text.continue({ ...request, count: 1, top_k: 1 });
    expect(tokens[0]).toBe(next.tokens[0]);
  });

  test('has learned which letters are frequent and that q is followed by u', async () => {
    const { tokens } = await text.scoreText(null, ' Queequeg q');
    const { next } = await text.continue({ ...request, tokens, position: tokens.length, count: 0 });
    expect(next.pieces[0]).toBe('u');
    expect(next.model[0]).toBeGreaterThan(0.8);
  });

  test('ends where nobody waits any more', async () => {
    const gone = text.continue(request, async () => {
      throw new Superseded();
    });
    await expect(gone).rejects.toThrow(Superseded);
  });

  test('refuses tokens that the model does not know', async () => {
    const asked = { ...request, tokens: Int32Array.of(golden.vocabulary) };
    await expect(text.continue(asked)).rejects.toThrow('Tokens of this model are numbers from 0 to 79; send such.');
  });
});

describe('how likely a text is', () => {
  const { text } = learned.probes;

  test('within a window each letter is told from all before it, beyond from half a window at least', async () => {
    const long = 'The whale swam on and on. '.repeat(4);
    const { logProbs, tokens } = await text.scoreText(null, long);
    expect(logProbs).toHaveLength(long.length);
    const half = golden.length / 2;
    for (const place of [0, 5, 15, 16, 40, 77]) {
      const begin = place < golden.length ? 0 : half * Math.ceil((place + 1 - golden.length) / half);
      const part = await text.scoreText(null, long.slice(begin, place + 1));
      expect(logProbs[place]).toBeCloseTo(part.logProbs[place - begin], 4);
    }
    expect(tokens).toHaveLength(long.length);
  });

  test('of the held-out text is about what was measured', async () => {
    const { logProbs, pieces } = await text.scoreHeldOut(null, { offset: 100, count: 4_000 });
    expect(Math.abs(-mean([...logProbs]) - measured.test_nats_per_token)).toBeLessThan(0.15);
    const novel = await readBundledText('moby-dick');
    const begin = Math.floor(novel.length * 0.9) + 100;
    expect(pieces.join('')).toBe(novel.slice(begin, begin + 4_000));
  });
});

test('samples and items come with the text that they are', async () => {
  const options = { seed: 1, count: 3, numInferenceSteps: 1 };
  const path: Trajectory = await learned.probes.sample(null, options);
  expect(path.texts).toHaveLength(3);
  for (const passage of path.texts ?? []) expect(passage).toHaveLength(golden.length);
  expect([path.steps, path.itemShape]).toEqual([golden.length, [golden.length]]);
  expect([...path.samples.subarray(0, golden.length)]).toEqual(new Array(golden.length).fill(-1));
  expect(path.texts?.flat().join('')).toMatch(/[etaoins ]{3}/);
  expect(await learned.probes.sample(null, options)).toEqual(path);
  const { texts } = learned.probes.data('train', 0, 2);
  expect(texts?.map((pieces) => pieces.join('')).join('')).toBe('CHAPTER 1. Loomings.\n\nCall me Is');
});

describe('a text of one’s own', () => {
  const project = join(folder, 'project');
  mkdirSync(join(project, 'data'), { recursive: true });
  const story = 'Es war einmal ein Wal, der sang für sich allein im Meer.\n'.repeat(40);
  const file = (name: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(project, 'data', name), bytes);
    return `data/${name}`;
  };
  const open = (name: string): Promise<Session> =>
    openSession(
      assigned(tinyLanguage({ vocabulary: 40, length: 8 }), 'text.text=file', `text.file=${name}`),
      join(project, 'runs', 'one'),
    );

  test('is read from the project’s folder, and byte pairs are told in characters', async () => {
    const session = await open(file('wal.txt', story.replaceAll('\n', '\r\n')));
    const { texts } = session.probes.data('train', 0, 8);
    expect(texts?.flat().join('')).toBe(story.slice(0, 64));
    const pairs = assigned(
      tinyLanguage({ vocabulary: 300, length: 4, text: { tokenizer: 'bpe' } }),
      'text.text=file',
      'text.file=data/wal.txt',
    );
    const coarse = await openSession(pairs, join(folder, 'elsewhere'), { projectDirectory: project });
    const values = await coarse.evaluate();
    expect(values.test_bits_per_character).toBeLessThan(values.test_bits_per_token / 2);

    const { text } = coarse.probes;
    const scored = await text.scoreText(null, 'Ein Wal sang für ☃.');
    expect(scored.pieces.join('')).toBe('Ein Wal sang für ☃.');
    expect(scored.tokens.length).toBeLessThan(scored.characters);
    const request = { tokens: scored.tokens, position: scored.tokens.length, temperature: 1, top_k: 0, seed: 1 };
    const { pieces, next } = await text.continue({ ...request, count: 20 });
    expect([pieces.length, next.pieces.length]).toEqual([20, 10]);
    for (const piece of next.pieces) expect(piece).not.toBe('');
  });

  test.each([
    ['missing.txt', null, /missing\.txt: the text is not there; choose it again in the inspector of the Text node\.$/],
    ['empty.txt', ' \n', /^data\/empty\.txt: is empty; choose a file that holds a text\.$/],
    [
      'binary.txt',
      Uint8Array.of(1, 2, 0, 5),
      /^data\/binary\.txt: is not a text but binary data; choose another file\.$/,
    ],
    ['latin.txt', Uint8Array.of(0x66, 0xfc, 0x72), /^data\/latin\.txt: is not a text in UTF-8; save it as UTF-8/],
    ['short.txt', 'Wal', /^short\.txt: has 2 tokens to train on and 1 to hold out, but a window takes 8;/],
    ['large.txt', 'a'.repeat(8 * 2 ** 20 + 1), /large\.txt: .*8/],
  ])('%s is refused in one sentence', async (name, bytes, sentence) => {
    if (bytes !== null) file(name, bytes);
    await expect(open(`data/${name}`)).rejects.toThrow(sentence);
  });
});
