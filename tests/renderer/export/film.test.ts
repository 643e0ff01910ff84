import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EncoderPort, encodeFilm } from '../../../src/renderer/export/film/encode';
import type { FromEncoder, ToEncoder } from '../../../src/renderer/export/film/messages';
import { filmProblem } from '../../../src/renderer/export/film/record';
import { filmFrames, filmHeight } from '../../../src/renderer/export/film/source';
import type { FrameSource } from '../../../src/renderer/export/types';

/** An encoder that answers when it is told to, and counts what it holds. */
class FakePort implements EncoderPort {
  onmessage: EncoderPort['onmessage'] = null;
  onerror: EncoderPort['onerror'] = null;
  readonly heard: ToEncoder[] = [];
  ended = false;
  constructor(private readonly answer: (message: ToEncoder) => FromEncoder | null) {}
  postMessage(message: ToEncoder): void {
    this.heard.push(message);
    const data = this.answer(message);
    if (data) queueMicrotask(() => this.onmessage?.(new MessageEvent('message', { data })));
  }
  terminate(): void {
    this.ended = true;
  }
}

const willing = (message: ToEncoder): FromEncoder =>
  message.type === 'finish' ? { type: 'done', bytes: Uint8Array.of(1, 2, 3) } : { type: 'taken' };

const source = (frames: number, drawn: number[]): FrameSource => ({
  frames,
  width: 4,
  height: 2,
  draw: async (k) => void drawn.push(k),
});
const options = { format: 'gif', rate: 10, rest: 1, loop: true } as const;

beforeEach(() => {
  vi.stubGlobal('document', { createElement: () => ({}) });
  vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
});
afterEach(() => vi.unstubAllGlobals());

describe('a film', () => {
  it('sends every frame once, in order, the last one marked, and ends its thread', async () => {
    const port = new FakePort(willing);
    const drawn: number[] = [];
    const told: number[] = [];
    const { signal } = new AbortController();
    const bytes = await encodeFilm(
      source(5, drawn),
      options,
      { signal, onProgress: (share) => told.push(share) },
      port,
    );
    expect([...bytes]).toEqual([1, 2, 3]);
    expect(drawn).toEqual([0, 1, 2, 3, 4]);
    expect(port.heard.map(({ type }) => type)).toEqual(['start', ...Array(5).fill('frame'), 'finish']);
    expect(port.heard.map((message) => message.type === 'frame' && message.last).lastIndexOf(true)).toBe(5);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    expect(port.ended).toBe(true);
  });

  it('never has more than one frame with an encoder that is behind', async () => {
    const port = new FakePort((message) => (message.type === 'frame' ? null : willing(message)));
    const drawn: number[] = [];
    const stop = new AbortController();
    const film = encodeFilm(source(9, drawn), options, { signal: stop.signal, onProgress() {} }, port);
    await new Promise((done) => setTimeout(done, 20));
    expect(port.heard.filter(({ type }) => type === 'frame')).toHaveLength(1);
    // The next one is drawn meanwhile.
    expect(drawn).toEqual([0, 1]);
    stop.abort();
    await expect(film).rejects.toMatchObject({ name: 'AbortError' });
    expect(port.ended).toBe(true);
  });

  it('that the encoder cannot make is one sentence', async () => {
    const message = 'This machine has no encoder for mp4 at 4 × 2; choose GIF or another size.';
    const port = new FakePort(() => ({ type: 'failed', message }));
    const { signal } = new AbortController();
    const film = encodeFilm(source(2, []), { ...options, format: 'mp4' }, { signal, onProgress() {} }, port);
    await expect(film).rejects.toThrow(message);
    expect(port.ended).toBe(true);
  });

  it('has even sizes, and no frame twice', () => {
    const picture = { size: { width: 611, height: 207 }, paint() {}, write() {}, raster: null };
    expect(filmHeight(picture, 611)).toBe(208);
    expect(filmHeight(picture, 320)).toBe(108);
    expect(filmFrames({ stops: null }, 4, 25)).toBe(100);
    expect(filmFrames({ stops: 7 }, 4, 25)).toBe(7);
    expect(filmFrames({ stops: null }, 0.5, 1)).toBe(2);
  });

  it('that does not fit into memory is refused before it is recorded', () => {
    expect(filmProblem('gif', 100, 960, 540)).toBeNull();
    expect(filmProblem('gif', 600, 1920, 1080)).toMatch(/memory/);
    expect(filmProblem('webm', 600, 1920, 1080)).toBeNull();
  });
});
