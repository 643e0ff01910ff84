import type { ProbeBuilder, ProbeTargets } from '../core/compile';
import { normal, type Program } from '../core/tensor';
import type { AdversarialView, Trajectory } from '../protocol/worker';
import type { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import { type ProbeHost, product, shownShape } from './probe-host';
import { disposeAll, inputsOf, readAll, type Tensors } from './tensors';
import { UserError } from './user-error';

/** Items that a generator makes together. */
const LARGEST_BATCH = 4_096;

export interface AdversarialRequest {
  /** Of the noise behind the generated items. */
  seed: number;
  count: number;
  /** Points at which the discriminator is asked, gridCount × dimensions. */
  grid: Float32Array;
  gridCount: number;
}

/** What generators make, and how discriminators see it. */
export class AdversarialProbe {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: ProbeTargets,
    private readonly executables: ExecutableCache,
  ) {}

  /**
   * Items of a sampler node that draws from a generator, count × item; undefined where it is no such node. The same seed gives
   * the same noise, and more items begin with the fewer.
   */
  async draw(node: string, seed: number, count: number): Promise<Float32Array | undefined> {
    const sampler = this.targets.directSamplers.find((each) => each.node === node);
    if (!sampler) return undefined;
    const { generator, width } = sampler;
    const z = normal(new Float32Array(count * width), { seed, stream: 'sample', step: 0 });
    const samples = new Float32Array(count * product(sampler.itemShape));
    const size = product(sampler.itemShape);
    const state = this.host.state();
    for (let offset = 0; offset < count; offset += LARGEST_BATCH) {
      const n = Math.min(LARGEST_BATCH, count - offset);
      const part = z.slice(offset * width, (offset + n) * width);
      const fed = { z: this.host.engine.upload(part, [n, width], 'float32') };
      const { x } = await this.run(`generate ${generator} ${n}`, () => this.builder.generate(generator, n), fed, state);
      samples.set(x, offset * size);
    }
    return samples;
  }

  /**
   * Items of a sampler node (null: the first) that draws from a generator, as a trajectory of no steps; undefined where it is
   * no such node.
   */
  async sample(node: string | null, { seed, count }: { seed: number; count: number }): Promise<Trajectory | undefined> {
    const { directSamplers, samplers } = this.targets;
    const first = samplers.length === 0 ? directSamplers[0]?.node : undefined;
    const sampler = directSamplers.find((each) => each.node === (node ?? first));
    if (!sampler) return undefined;
    const step = this.host.step();
    const samples = await this.draw(sampler.node, seed, count);
    return (
      samples && {
        samples,
        predOriginal: new Float32Array(),
        times: Float32Array.of(0),
        steps: 0,
        count,
        itemShape: shownShape(this.host.source, sampler.itemShape),
        labels: new Uint8Array(),
        evaluations: 1,
        method: sampler.type,
        step,
        seed,
      }
    );
  }

  /**
   * Real items (held out, always the same), generated ones with the way in which each is pushed, and what the discriminator
   * says of them and of a grid.
   * @throws UserError where nobody plays, or where items have more than two dimensions.
   */
  async view({ seed, count, grid, gridCount }: AdversarialRequest): Promise<AdversarialView> {
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
    const real = source.items('test', 0, count);
    const [state, step] = [this.host.state(), this.host.step()];
    const game = this.builder.game(count);
    const items = (_: string, n: number) => source.items('test', 0, n);
    const fed = fillFeeds(game.feeds, { engine, seed, live }, 0, items, 'view/');
    const found = await this.run(`game ${count}`, () => game.program, fed, state);
    const places = { x: engine.upload(grid, [gridCount, ...itemShape], 'float32') };
    const { scores } = await this.run(`scores ${gridCount}`, () => this.builder.scores(gridCount), places, state);
    return {
      real: real.values,
      realLabels: real.labels,
      fake: found.fake,
      push: found.push,
      fakeScores: found.scores,
      gridScores: scores,
      dimensions,
      scale,
      count,
      step,
      seed,
    };
  }

  private async run(key: string, build: () => Program, fed: Tensors, state: Tensors) {
    const executable = await this.executables.get(key, build);
    const out = await executable.run(inputsOf(executable.program, { ...state, ...fed }));
    const values = await readAll(out);
    disposeAll({ ...fed, ...out });
    return values;
  }
}
