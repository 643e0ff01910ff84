import type { Theme } from '../lenses/colour/theme';
import { type Bins, histogram } from '../lenses/maths/histogram';
import type { Size } from '../lenses/plane/transform';
import { type SideColours, scoreRange } from './colours';
import { blurred, optimalDiscriminator } from './density';
import { drawLine } from './draw-line';
import { arrowScale } from './scores';
import { type Pace, shareAt, type Tween, towards } from './tween';
import type { Game } from './use-adversarial';
import type { LayerName } from './view';

/** Standard deviation of the blur of the histograms, in bins. */
const BLUR = 4;

export interface LineLook {
  size: Size;
  pixelRatio: number;
  shown: Readonly<Record<LayerName, boolean>>;
  colours: SideColours;
  theme: Theme;
}

/** The moving picture of the game on a line; it draws only while something moves. */
export class LineScene {
  private look: LineLook | null = null;
  private game: Game<Bins> | null = null;
  private real: Float32Array = new Float32Array(0);
  private compared: Float32Array = new Float32Array(0);
  private scores: Tween | null = null;
  private places: Tween | null = null;
  private pushes: Tween | null = null;
  private change: { start: number; pace: Pace } | null = null;
  private frame = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  setLook(look: LineLook): void {
    this.look = look;
    this.draw();
  }

  show(game: Game<Bins>, pace: Pace): void {
    const { view, grid, heat, density } = game;
    const moves = !!this.game && this.game.view.fake.some((value, i) => value !== view.fake[i]);
    this.game = game;
    this.real = density ?? blurred(histogram(view.real, grid), BLUR);
    // As blurred as what it is compared with: sharp edges would else count as the generator's fault.
    this.compared = density ? blurred(density, BLUR) : this.real;
    this.scores = towards(this.scores, heat);
    this.places = towards(this.places, view.fake);
    this.pushes = towards(this.pushes, view.push);
    this.change = { start: performance.now(), pace: moves ? pace : { ...pace, hold: 0 } };
    this.frame ||= requestAnimationFrame(this.step);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
  }

  private readonly step = (now: number): void => {
    this.frame = 0;
    const { change } = this;
    if (!change) return;
    const share = shareAt(now - change.start, change.pace);
    this.scores?.at(share);
    this.places?.at(share);
    this.pushes?.at(change.pace.hold > 0 ? Math.max(0, 4 * share - 3) : share);
    this.draw();
    if (share < 1) this.frame = requestAnimationFrame(this.step);
  };

  private draw(): void {
    const { look, game, scores, places, pushes } = this;
    const context = this.canvas.getContext('2d');
    if (!look || !game || !scores || !places || !pushes || !context) return;
    const { size, pixelRatio, shown, colours, theme } = look;
    const [width, height] = [Math.round(size.width * pixelRatio), Math.round(size.height * pixelRatio)];
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    const { scale } = game.view;
    const fake = blurred(histogram(places.now, game.grid), BLUR);
    const reach = arrowScale(pushes.now, 1, 0.07 * (game.grid.max - game.grid.min));
    const picture = {
      bins: game.grid,
      real: this.real,
      fake,
      scores: scores.now,
      optimal: scale === 'probability' ? optimalDiscriminator(this.compared, fake) : null,
      range: scoreRange(scale, scores.now, game.standing.middle, 0),
      scale,
      places: places.now,
      pushes: pushes.now.map((push) => push * reach),
    };
    drawLine(context, size, picture, shown, colours, theme);
  }
}
