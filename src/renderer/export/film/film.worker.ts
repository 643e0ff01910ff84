import { GifFilm } from './gif';
import type { FilmFormat, FilmOptions, FromEncoder, ToEncoder } from './messages';
import { codecFor, VideoFilm } from './video';

/** One film, in a thread of its own: takes a frame, says when it can take another, and hands over the file. */

const say = (message: FromEncoder, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

interface Film {
  take(picture: ImageBitmap, last: boolean): Promise<void>;
  finish(): Promise<Uint8Array<ArrayBuffer>>;
}

async function startFilm(options: FilmOptions): Promise<Film> {
  const { width, height } = options;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: options.format === 'gif' });
  if (!context) throw new Error('There is not enough memory for a film of this size; choose a smaller one.');
  const draw = (picture: ImageBitmap) => {
    context.drawImage(picture, 0, 0);
    picture.close();
  };
  if (options.format === 'gif') {
    const gif = new GifFilm(options);
    return {
      take: (picture, last) => {
        draw(picture);
        return gif.add(context.getImageData(0, 0, width, height).data, last);
      },
      finish: () => gif.finish(),
    };
  }
  const video = await VideoFilm.start(options, canvas);
  return {
    take: (picture, last) => {
      draw(picture);
      return video.add(last);
    },
    finish: () => video.finish(),
  };
}

/** What can be written at a size: a GIF always, the others where there is an encoder. */
async function formatsAt(width: number, height: number): Promise<FilmFormat[]> {
  const formats: FilmFormat[] = ['gif'];
  for (const format of ['webm', 'mp4'] as const) if (await codecFor(format, width, height)) formats.push(format);
  return formats;
}

let film: Film | null = null;

async function answer(message: ToEncoder): Promise<void> {
  if (message.type === 'formats') {
    say({ type: 'formats', formats: await formatsAt(message.width, message.height) });
  } else if (message.type === 'start') {
    film = await startFilm(message.options);
    say({ type: 'taken' });
  } else if (message.type === 'frame') {
    await film?.take(message.picture, message.last);
    say({ type: 'taken' });
  } else {
    const bytes = await film?.finish();
    if (bytes) say({ type: 'done', bytes }, [bytes.buffer]);
  }
}

self.onmessage = ({ data }: MessageEvent<ToEncoder>) => {
  answer(data).catch((error: unknown) => {
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
};
