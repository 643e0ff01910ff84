import type { NamedArrays } from '../core/tensor';
import type { Engine } from '../engine';
import type { ModelInfo } from '../protocol/worker';
import type { KeptWeights } from './kept-weights';
import type { Probes } from './probes';
import { disposeAll, type Tensors } from './tensors';

/** Kept weights that lie ready on the engine: scrubbing goes back and forth over the same ones. */
const READY_BYTES = 128 * 2 ** 20;

interface Ready {
  weights: Promise<Tensors>;
  /** Questions under way that read them. */
  users: number;
}

export interface ModelParts {
  info: ModelInfo;
  engine: Engine;
  /** Answers with the newest weights. */
  probes: Probes;
  kept: KeptWeights;
  /** Shapes of the tensors that hold the parameters, by input of a program. */
  shapes: ReadonlyMap<string, readonly number[]>;
  /** Frees what this model alone holds. */
  release?(): Promise<void>;
}

/** What answers probes: a document, its data, and weights of one run, its newest or those of a kept step. */
export class Model {
  /** Least recently used first. */
  private readonly ready = new Map<number, Ready>();
  private readonly capacity: number;

  constructor(private readonly parts: ModelParts) {
    const bytes = [...parts.shapes.values()].reduce((sum, shape) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
    this.capacity = Math.max(2, Math.floor(READY_BYTES / Math.max(1, bytes)));
  }

  get info(): ModelInfo {
    return this.parts.info;
  }

  /** Steps whose weights can be asked, ascending. */
  get steps(): number[] {
    return this.parts.kept.steps;
  }

  /**
   * Puts a question to the newest weights, or to those of a kept step.
   * @throws UserError where the step is not kept.
   */
  async ask<T>(step: number | null | undefined, question: (probes: Probes) => Promise<T>): Promise<T> {
    const { probes } = this.parts;
    if (step === null || step === undefined || step === probes.step) return question(probes);
    const ready = this.at(step);
    ready.users++;
    try {
      const weights = await ready.weights;
      return await question(probes.answering(weights, step));
    } finally {
      ready.users--;
      this.trim();
    }
  }

  /** As `ask`, for a question that takes so long that the run may train on meanwhile. */
  async askAtLength<T>(step: number | null | undefined, question: (probes: Probes) => Promise<T>): Promise<T> {
    return this.ask(step, async (probes) => {
      const { weights, step: at } = await probes.held();
      try {
        return await question(probes.answering(weights, at));
      } finally {
        disposeAll(weights);
      }
    });
  }

  async release(): Promise<void> {
    for (const { weights } of this.ready.values()) await weights.then(disposeAll, () => undefined);
    this.ready.clear();
    await this.parts.release?.();
  }

  private at(step: number): Ready {
    const found = this.ready.get(step) ?? { weights: this.upload(step), users: 0 };
    // Moved to the end: used last.
    this.ready.delete(step);
    this.ready.set(step, found);
    // What cannot be read is not remembered.
    found.weights.catch(() => this.ready.delete(step));
    return found;
  }

  private async upload(step: number): Promise<Tensors> {
    const { engine, kept } = this.parts;
    const values: NamedArrays = await kept.read(step);
    return Object.fromEntries(
      [...this.parts.shapes].map(([name, shape]) => [name, engine.upload(values[name], [...shape], 'float32')]),
    );
  }

  private trim(): void {
    for (const [step, { weights, users }] of this.ready) {
      if (this.ready.size <= this.capacity) return;
      if (users > 0) continue;
      this.ready.delete(step);
      void weights.then(disposeAll);
    }
  }
}
