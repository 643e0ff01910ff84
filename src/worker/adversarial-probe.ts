import type { Feed, ProbeBuilder, ProbeTargets } from '../core/compile';
import type { Program } from '../core/tensor';
import type { Executable } from '../engine';
import type { AdversarialView } from '../protocol/worker';
import type { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import { type ProbeHost, product, runOnce } from './probe-host';
import { UserError } from './user-error';

/** What a game's program is fed, as it was found when the program was made. */
const feedsOf = new WeakMap<Program, readonly Feed[]>();

export interface AdversarialRequest {
  /** Of the noise behind the generated items. */
  seed: number;
  /** As many as are held out at most. */
  count: number;
  /** Points at which the discriminator is asked, gridCount × dimensions. */
  grid: Float32Array;
  gridCount: number;
}

/** How discriminators see what generators make. */
export class AdversarialProbe {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: ProbeTargets,
    private readonly executables: ExecutableCache,
  ) {}

  /**
   * Real items (held out, always the same), generated ones with the way in which each is pushed, and what the discriminator
   * says of them and of a grid.
   * @throws UserError where nobody plays, or where items have more than two dimensions.
   */
  async view({ seed, count: asked, grid, gridCount }: AdversarialRequest): Promise<AdversarialView> {
    const { adversarial } = this.targets;
    if (!adversarial)
      throw new UserError(
        'This study has no generator that plays against a discriminator; add both to see their game.',
      );
    const { itemShape, scale } = adversarial;
    const dimensions = product(itemShape);
    if (dimensions > 2)
      throw new UserError(`Items of ${dimensions} numbers cannot be drawn as points; train on a line or in the plane.`);
    if (grid.length !== gridCount * dimensions)
      throw new UserError(
        `The discriminator takes ${dimensions} numbers a point; ${grid.length} came for ${gridCount} points.`,
      );
    const { engine, live, source } = this.host;
    const count = Math.min(asked, source.testCount);
    const real = source.items('test', 0, count);
    const game = await this.game(count);
    const judge = await this.executables.get(`scores ${gridCount}`, () => this.builder.scores(gridCount));
    const [state, step] = [this.host.state(), this.host.step()];
    const items = (_: string, n: number) => source.items('test', 0, n);
    const fed = fillFeeds(feedsOf.get(game.program) ?? [], { engine, seed, live }, 0, items, 'view/');
    const found = await runOnce(game, { ...state, ...fed }, fed);
    const places = { x: engine.upload(grid, [gridCount, ...itemShape], 'float32') };
    const { scores } = await runOnce(judge, { ...state, ...places }, places);
    return {
      real: real.values,
      realLabels: real.labels,
      fake: found.fake,
      push: found.push,
      fakeScores: found.scores,
      gridScores: scores,
      ...(source.density && { gridDensity: grid.map(source.density) }),
      dimensions,
      scale,
      count,
      step,
      seed,
    };
  }

  private game(count: number): Promise<Executable> {
    return this.executables.get(`game ${count}`, () => {
      const { program, feeds } = this.builder.game(count);
      feedsOf.set(program, feeds);
      return program;
    });
  }
}
