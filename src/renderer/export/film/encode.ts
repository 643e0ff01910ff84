import type { FrameSource } from '../types';
import type { FilmFormat, FilmOptions, FromEncoder, ToEncoder } from './messages';

/** What of a worker is needed here; tests give one that answers at once. */
export interface EncoderPort {
  postMessage(message: ToEncoder, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<FromEncoder>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

const startEncoder = (): EncoderPort => new Worker(new URL('./film.worker.ts', import.meta.url), { type: 'module' });

/** Sends messages and waits for their answers. Rejects with a sentence. */
class Encoder {
  private settle: { resolve(answer: FromEncoder): void; reject(error: Error): void } | null = null;

  constructor(private readonly port: EncoderPort) {
    port.onmessage = ({ data }) => {
      if (data.type === 'failed') this.settle?.reject(new Error(data.message));
      else this.settle?.resolve(data);
    };
    port.onerror = () => this.settle?.reject(new Error('The encoder stopped; try a smaller film.'));
  }

  ask(message: ToEncoder, transfer: Transferable[] = []): Promise<FromEncoder> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.port.postMessage(message, transfer);
    });
  }

  end(): void {
    this.port.terminate();
    this.settle?.reject(new DOMException('The film was cancelled.', 'AbortError'));
  }
}

/** Formats that this machine can write at a size. */
export async function filmFormats(width: number, height: number, port = startEncoder()): Promise<FilmFormat[]> {
  const encoder = new Encoder(port);
  try {
    const answer = await encoder.ask({ type: 'formats', width, height });
    return answer.type === 'formats' ? answer.formats : ['gif'];
  } finally {
    port.terminate();
  }
}

export interface Encoding {
  signal: AbortSignal;
  /** How much is done, from 0 to 1. */
  onProgress(share: number): void;
}

/**
 * Draws all frames, hands them to the encoder and gives the bytes of the file. Frames are drawn while the one before is
 * encoded; never more than two are on their way. Rejects with a sentence, or with an `AbortError` when it is cancelled.
 */
export async function encodeFilm(
  source: FrameSource,
  options: Omit<FilmOptions, 'width' | 'height'>,
  { signal, onProgress }: Encoding,
  port = startEncoder(),
): Promise<Uint8Array<ArrayBuffer>> {
  const { frames, width, height } = source;
  const encoder = new Encoder(port);
  const cancel = () => encoder.end();
  signal.addEventListener('abort', cancel);
  try {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    await encoder.ask({ type: 'start', options: { ...options, width, height } });
    let taken: Promise<unknown> = Promise.resolve();
    for (let k = 0; k < frames; k++) {
      signal.throwIfAborted();
      await source.draw(k, canvas);
      const picture = await createImageBitmap(canvas);
      await taken;
      signal.throwIfAborted();
      taken = encoder.ask({ type: 'frame', picture, last: k === frames - 1 }, [picture]);
      // Heard where it is awaited; until then nobody shall call it unheard.
      taken.catch(() => undefined);
      onProgress((0.9 * (k + 1)) / frames);
    }
    await taken;
    const answer = await encoder.ask({ type: 'finish' });
    if (answer.type !== 'done') throw new Error('The encoder gave no film; try another format.');
    onProgress(1);
    return answer.bytes;
  } finally {
    signal.removeEventListener('abort', cancel);
    port.terminate();
  }
}
