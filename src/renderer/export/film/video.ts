import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import type { FilmFormat, FilmOptions } from './messages';

/** Codecs to try, the best first; what players know goes before what is small. */
const CODECS: Readonly<Record<Exclude<FilmFormat, 'gif'>, VideoCodec[]>> = {
  webm: ['vp9', 'vp8', 'av1'],
  mp4: ['avc', 'hevc', 'av1', 'vp9'],
};

/** The codec that this machine can write a format with; null for none. */
export const codecFor = (
  format: Exclude<FilmFormat, 'gif'>,
  width: number,
  height: number,
): Promise<VideoCodec | null> =>
  getFirstEncodableVideoCodec(CODECS[format], { width, height, quality: QUALITY_VERY_HIGH });

/** A WebM or MP4 file in the making, encoded by what the system or the browser has. */
export class VideoFilm {
  private frames = 0;

  private constructor(
    private readonly options: FilmOptions,
    private readonly output: Output<WebMOutputFormat | Mp4OutputFormat, BufferTarget>,
    private readonly source: CanvasSource,
  ) {}

  /** Takes frames from a canvas. Throws with a sentence where this machine cannot write the format. */
  static async start(options: FilmOptions, canvas: OffscreenCanvas): Promise<VideoFilm> {
    const { format, width, height, rate } = options;
    const codec = format === 'gif' ? null : await codecFor(format, width, height);
    if (!codec)
      throw new Error(`This machine has no encoder for ${format} at ${width} × ${height}; choose GIF or another size.`);
    const output = new Output({
      format: format === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(),
      target: new BufferTarget(),
    });
    const source = new CanvasSource(canvas, { codec, quality: QUALITY_VERY_HIGH });
    output.addVideoTrack(source, { frameRate: rate });
    await output.start();
    return new VideoFilm(options, output, source);
  }

  /** Takes what is on the canvas now; waits while the encoder is behind. */
  async add(last: boolean): Promise<void> {
    const { rate, rest } = this.options;
    await this.source.add(this.frames / rate, 1 / rate);
    this.frames++;
    // Players show the last frame for as long as there are frames: the rest is more of the same.
    for (let more = last ? Math.round(rest * rate) : 0; more > 0; more--) {
      await this.source.add(this.frames / rate, 1 / rate);
      this.frames++;
    }
  }

  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    await this.output.finalize();
    const { buffer } = this.output.target;
    if (!buffer) throw new Error('The encoder gave no film; try another format.');
    return new Uint8Array(buffer);
  }
}
