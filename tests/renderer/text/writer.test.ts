import { expect, test, vi } from 'vitest';
import { SupersededError } from '../../../src/renderer/client/worker-client';
import { type Wish, Writer } from '../../../src/renderer/text/writer';
import { continueText } from '../fake-text';

const clock = {
  now: () => 0,
  after: (_: number, run: () => void) => {
    run();
    return () => {};
  },
};

/** A model that goes through the alphabet; `asked` counts its answers. */
const model = () => {
  const request = vi.fn(async (_type: string, asked: Parameters<typeof continueText>[0]) => continueText(asked, 7));
  return { client: { request } as unknown as Wish['client'], request };
};

const wish = (client: Wish['client'], change: Partial<Wish> = {}): Wish => ({
  client,
  weights: undefined,
  key: 'a',
  given: [],
  length: 30,
  temperature: 1,
  topK: 0,
  seed: 1,
  training: false,
  ...change,
});

const text = (writer: Writer): string => writer.snapshot().text?.pieces.join('') ?? '';
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

test('a text is written piece by piece, each from all before it, and shown as it grows', async () => {
  const { client, request } = model();
  const writer = new Writer(clock);
  const seen: number[] = [];
  writer.subscribe(() => seen.push(text(writer).length));
  writer.update(wish(client));
  await vi.waitFor(() => expect(text(writer)).toHaveLength(30));
  expect(text(writer)).toBe(`${ALPHABET}abcd`);
  expect(seen).toEqual([12, 24, 30]);
  expect(request.mock.calls.map(([, asked]) => [asked.tokens.length, asked.count])).toEqual([
    [0, 12],
    [12, 12],
    [24, 6],
  ]);
  expect(writer.snapshot().text?.next?.pieces[0]).toBe('e');
});

test('a longer one goes on where it stands, a shorter one is cut and told what may come there', async () => {
  const { client, request } = model();
  const writer = new Writer(clock);
  writer.update(wish(client, { length: 5 }));
  await vi.waitFor(() => expect(text(writer)).toBe('abcde'));
  writer.update(wish(client, { length: 8 }));
  await vi.waitFor(() => expect(text(writer)).toBe('abcdefgh'));
  expect(request).toHaveBeenCalledTimes(2);
  writer.update(wish(client, { length: 3 }));
  await vi.waitFor(() => expect(writer.snapshot().text?.next?.pieces[0]).toBe('d'));
  expect(text(writer)).toBe('abc');
});

test('another text takes the place of the old one when it is as long', async () => {
  const { client } = model();
  const writer = new Writer(clock);
  writer.update(wish(client));
  await vi.waitFor(() => expect(text(writer)).toHaveLength(30));
  const lengths = new Set<number>();
  writer.subscribe(() => lengths.add(text(writer).length));
  writer.update(wish(client, { key: 'b', seed: 2 }));
  await vi.waitFor(() => expect(text(writer)).toMatch(/^bdf/));
  expect([...lengths]).toEqual([30]);
});

test('what is asked for anew while an answer is on its way drops that answer', async () => {
  const { client, request } = model();
  const writer = new Writer(clock);
  writer.update(wish(client));
  writer.update(wish(client, { key: 'b', seed: 3, length: 4 }));
  await vi.waitFor(() => expect(text(writer)).toBe('cfil'));
  expect(request).toHaveBeenCalledTimes(2);
});

test('a failure is told once, and asked again when something has changed; a replaced question is put again', async () => {
  const { client, request } = model();
  request.mockRejectedValueOnce(new SupersededError());
  request.mockRejectedValueOnce(new Error('The device is gone.'));
  const writer = new Writer(clock);
  writer.update(wish(client, { length: 3 }));
  await vi.waitFor(() => expect(writer.snapshot().error).toBe('The device is gone.'));
  writer.update(wish(client, { length: 3 }));
  expect(request).toHaveBeenCalledTimes(2);
  writer.update(wish(client, { length: 3, key: 'b' }));
  await vi.waitFor(() => expect(text(writer)).toBe('abc'));
  expect(writer.snapshot().error).toBeNull();
});

test('nothing is asked once it is closed', async () => {
  const { client, request } = model();
  const writer = new Writer(clock);
  writer.update(wish(client));
  writer.close();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(request).toHaveBeenCalledTimes(1);
  expect(writer.snapshot().text).toBeNull();
});
