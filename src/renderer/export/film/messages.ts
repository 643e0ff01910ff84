/** Formats of files that move. */
export const FILM_FORMATS = ['gif', 'webm', 'mp4'] as const;
export type FilmFormat = (typeof FILM_FORMATS)[number];

/** What a film is written as. Sizes are device pixels, even numbers. */
export interface FilmOptions {
  format: FilmFormat;
  width: number;
  height: number;
  /** Frames per second. */
  rate: number;
  /** Seconds that the last frame stays besides its own time. */
  rest: number;
  /** A GIF begins again by itself. */
  loop: boolean;
}

export type ToEncoder =
  | { type: 'formats'; width: number; height: number }
  | { type: 'start'; options: FilmOptions }
  | { type: 'frame'; picture: ImageBitmap; last: boolean }
  | { type: 'finish' };

export type FromEncoder =
  | { type: 'formats'; formats: FilmFormat[] }
  /** The frame before is in; another one may come. */
  | { type: 'taken' }
  | { type: 'done'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'failed'; message: string };
