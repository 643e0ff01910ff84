import type { NamedArrays, TrainStep } from '../core/tensor';
import { dropKept, readKept, writeKept } from '../files/run-folder';
import { UserError } from './user-error';
import { decodeWeights, encodeWeights, weightBytes } from './weights-file';

/** What the kept weights of one run may take, in memory and on disk. */
export const KEPT_BYTES = 512 * 2 ** 20;

/** Growth of the distance between kept steps: the way of a run is looked at on a logarithmic scale. */
const GROWTH = 1.25;

/** The step after `step` whose weights are kept: 0, 1, 2, 3, 4, 5, 7, 9, 12, … 454, … */
export const nextKept = (step: number): number => Math.max(step + 1, Math.ceil(GROWTH * step));

interface KeptOptions {
  step: TrainStep;
  /** Folder of the run. */
  folder: string;
  /** Steps that the folder holds already. */
  stored: readonly number[];
  /** Step at which the run goes on: what lies beyond belongs to a way that was not taken. */
  from: number;
  budget?: number;
}

/**
 * Weights of a run along its way, as views saw them: in memory until they are written with a checkpoint, then on disk.
 * Where they would take more than their budget, every second one goes, but for the first and the last.
 */
export class KeptWeights {
  /** Weights by step, ascending; null for what is on disk. */
  private readonly entries = new Map<number, NamedArrays | null>();
  /** Files that are to go when the folder is next written. */
  private leftover: number[];
  private due: number;
  private readonly options: Required<KeptOptions>;

  constructor(options: KeptOptions) {
    this.options = { ...options, budget: options.budget ?? KEPT_BYTES };
    const { from, stored, step, budget } = this.options;
    for (const each of stored) if (each <= from) this.entries.set(each, null);
    this.leftover = stored.filter((each) => each > from);
    this.due = 0;
    while (this.due < from) this.due = nextKept(this.due);
    // Fewer than two are no way to look back at.
    if (2 * weightBytes(step) > budget) this.due = Number.POSITIVE_INFINITY;
    else if (this.entries.size === 0) this.due = from;
    else if (this.entries.has(this.due)) this.due = nextKept(this.due);
  }

  /** Ascending. */
  get steps(): number[] {
    return [...this.entries.keys()];
  }

  isDue(step: number): boolean {
    return step >= this.due;
  }

  /** Keeps weights (by input of a program); the arrays must not change afterwards. */
  keep(step: number, weights: NamedArrays): void {
    this.entries.set(step, weights);
    this.due = 0;
    while (this.due <= step) this.due = nextKept(this.due);
    this.thin();
  }

  has(step: number): boolean {
    return this.entries.has(step);
  }

  /**
   * @throws UserError where the step is not kept; the sentence names the nearest ones that are.
   * @throws FileError or FormatError where its file is gone or damaged.
   */
  async read(step: number): Promise<NamedArrays> {
    const found = this.entries.get(step);
    if (found) return found;
    if (found === undefined) throw new UserError(this.missing(step));
    const { folder } = this.options;
    return decodeWeights(this.options.step, await readKept(folder, step), `weights of step ${step} of ${folder}`);
  }

  /** Brings the folder of the run up to date, and lets go of what is written. */
  async write(): Promise<void> {
    const { folder, step } = this.options;
    for (const [at, weights] of this.entries) {
      if (weights === null) continue;
      await writeKept(folder, at, encodeWeights(step, weights));
      // A thinning may have come between.
      if (this.entries.has(at)) this.entries.set(at, null);
      else this.leftover.push(at);
    }
    const gone = [...this.leftover];
    await dropKept(folder, gone);
    // What could not be dropped is tried again with the next checkpoint.
    this.leftover = this.leftover.slice(gone.length);
  }

  private thin(): void {
    const { step, budget } = this.options;
    const bytes = weightBytes(step);
    while (this.entries.size > 2 && this.entries.size * bytes > budget) {
      const inner = this.steps.slice(1, -1);
      for (const each of inner.filter((_, i) => i % 2 === 0)) {
        if (this.entries.get(each) === null) this.leftover.push(each);
        this.entries.delete(each);
      }
    }
  }

  private missing(step: number): string {
    const { steps } = this;
    const before = steps.findLast((each) => each < step);
    const after = steps.find((each) => each > step);
    const near = [before, after].filter((each) => each !== undefined).join(' and ');
    return near === ''
      ? `The weights of step ${step} are not kept; this run keeps none, so look at its newest ones.`
      : `The weights of step ${step} are not kept; the nearest that are belong to step ${near}.`;
  }
}
