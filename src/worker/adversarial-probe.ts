import type { Feed, ProbeBuilder, ProbeTargets } from '../core/compile';
import { normal, type Program } from '../core/tensor';
import type { Executable } from '../engine';
import type { AdversarialView, Trajectory } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import { batchOf, type ProbeHost, product, requireAnswer, shownShape } from './probe-host';
import { disposeAll, inputsOf, readAll, type Tensors } from './tensors';
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
  async draw(
    node: string,
    seed: number,
    count: number,
    breathe: Breathe = holdBreath,
  ): Promise<Float32Array | undefined> {
    const sampler = this.targets.directSamplers.find((each) => each.node === node);
    if (!sampler) return undefined;
    const { generator, width } = sampler;
    const z = normal(new Float32Array(count * width), { seed, stream: 'sample', step: 0 });
    const size = product(sampler.itemShape);
    requireAnswer(count * size, `${count} samples`);
    const samples = new Float32Array(count * size);
    const batch = batchOf(size);
    for (let offset = 0; offset < count; offset += batch) {
      await breathe();
      const n = Math.min(batch, count - offset);
      const part = z.slice(offset * width, (offset + n) * width);
      const fed = { z: this.host.engine.upload(part, [n, width], 'float32') };
      const executable = await this.executables.get(`generate ${generator} ${n}`, () =>
        this.builder.generate(generator, n),
      );
      const { x } = await run(executable, { ...this.host.state(), ...fed }, fed);
      samples.set(x, offset * size);
    }
    return samples;
  }

  /**
   * Items of a sampler node (null: the first) that draws from a generator, as a trajectory of no steps; undefined where it is
   * no such node.
   */
  async sample(
    node: string | null,
    { seed, count }: { seed: number; count: number },
    breathe?: Breathe,
  ): Promise<Trajectory | undefined> {
    const { directSamplers, samplers } = this.targets;
    const first = samplers.length === 0 ? directSamplers[0]?.node : undefined;
    const sampler = directSamplers.find((each) => each.node === (node ?? first));
    if (!sampler) return undefined;
    const step = this.host.step();
    const samples = await this.draw(sampler.node, seed, count, breathe);
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
    const found = await run(game, { ...state, ...fed }, fed);
    const places = { x: engine.upload(grid, [gridCount, ...itemShape], 'float32') };
    const { scores } = await run(judge, { ...state, ...places }, places);
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

/** Runs a program once; what was only fed to it is freed. */
const run = async (executable: Executable, tensors: Tensors, fed: Tensors) => {
  const out = await executable.run(inputsOf(executable.program, tensors));
  const values = await readAll(out);
  disposeAll({ ...fed, ...out });
  return values;
};
