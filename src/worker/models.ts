import type { ModelInfo, WeightsRef } from '../protocol/worker';
import type { Model } from './model';
import type { Probes } from './probes';
import { UserError } from './user-error';

/** Models that lie open at a time, besides that of the session: each holds its weights and compiled programs. */
const MOST = 4;

/** The model of a session, and those of other runs that stand beside it. */
export class Models {
  private readonly others = new Map<string, Model>();

  /** @param openRun Reads another run of the project. */
  constructor(
    private readonly own: Model,
    private readonly openRun: (run: string) => Promise<Model>,
  ) {}

  /** Makes a run ready to answer; one that is ready already only tells about itself. */
  async open(run: string): Promise<ModelInfo> {
    const found = this.find(run);
    if (found) return found.info;
    if (this.others.size >= MOST)
      throw new UserError(`${MOST} other runs are open already; close one of them to look at another.`);
    const model = await this.openRun(run);
    this.others.set(run, model);
    return model.info;
  }

  /** Lets a run go; one that is not open is passed over. */
  async close(run: string): Promise<void> {
    const model = this.others.get(run);
    this.others.delete(run);
    await model?.release();
  }

  async closeAll(): Promise<void> {
    for (const run of [...this.others.keys()]) await this.close(run);
    await this.own.release();
  }

  steps(run: string | null): { run: string; steps: number[] } {
    const model = this.of(run);
    return { run: model.info.run, steps: model.steps };
  }

  /** @throws UserError where the run is not open, or the step is not kept. */
  ask<T>(weights: WeightsRef | undefined, question: (probes: Probes) => Promise<T>): Promise<T> {
    return this.of(weights?.run).ask(weights?.step, question);
  }

  /** As `ask`, for a question during which the run may train on. */
  askAtLength<T>(weights: WeightsRef | undefined, question: (probes: Probes) => Promise<T>): Promise<T> {
    return this.of(weights?.run).askAtLength(weights?.step, question);
  }

  private find(run: string | null | undefined): Model | undefined {
    return run === null || run === undefined || run === this.own.info.run ? this.own : this.others.get(run);
  }

  private of(run: string | null | undefined): Model {
    const found = this.find(run);
    if (found) return found;
    throw new UserError(`Run ${run} is not open beside this one; open it first.`);
  }
}
