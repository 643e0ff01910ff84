import { currentTheme } from '../../lenses/colour/theme';
import { useUi } from '../../state/ui';
import { fileName, saveAs } from '../save';
import type { Film } from '../types';
import { type Encoding, encodeFilm } from './encode';
import { holdLenses } from './hold';
import type { FilmFormat } from './messages';
import { filmFrames, frameSource } from './source';

/** What somebody asked for. */
export interface Plan {
  format: FilmFormat;
  /** Pixels. */
  width: number;
  seconds: number;
  /** Frames per second. */
  rate: number;
  loop: boolean;
}

/** Seconds that the end stays before a film begins again. */
const REST = 0.9;
/** Bytes that the frames of a GIF may take, all of which wait for their common colours. */
const MOST_BYTES = 2 ** 30;

/** Why a film of this size cannot be made, in one sentence; null where it can. */
export function filmProblem(format: FilmFormat, frames: number, width: number, height: number): string | null {
  const bytes = 4 * width * height * frames;
  if (format !== 'gif' || bytes <= MOST_BYTES) return null;
  return 'A GIF of this length and size takes too much memory; make it smaller or shorter, or choose another format.';
}

/** Records a film of a lens and saves it. False when it was stopped or failed (then a message says why). */
export async function recordFilm(lens: string, film: Film, plan: Plan, encoding: Encoding): Promise<boolean> {
  const { format, seconds, loop } = plan;
  let bytes: Uint8Array<ArrayBuffer>;
  const release = holdLenses();
  try {
    const frames = filmFrames(film, seconds, plan.rate);
    const source = frameSource(lens, film, { width: plan.width, frames, ground: currentTheme().panel });
    bytes = await encodeFilm(source, { format, loop, rate: frames / seconds, rest: REST }, encoding);
  } catch (error) {
    if (encoding.signal.aborted) return false;
    const message = error instanceof Error ? error.message : String(error);
    useUi.getState().toast({ tone: 'error', message });
    return false;
  } finally {
    film.done();
    release();
  }
  await saveAs(fileName(lens, format), async () => bytes);
  return true;
}
