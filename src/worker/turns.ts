import { catalogue } from '../core/catalogue';
import { compileTurn, type Plan, type PlannedTurn, type StepPlan } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import type { Engine } from '../engine';
import { compileStep, releaseStep, type StepExecutables } from './take-step';
import { UserError } from './user-error';

/** A step or a turn, ready to run. */
export interface StepProgram {
  plan: StepPlan;
  executables: StepExecutables;
}

/** The programs of a run: that of whole steps, and those of single turns, each compiled when it is first asked for. */
export class StepPrograms {
  private readonly known = new Map<string | null, StepProgram>();

  constructor(
    private readonly engine: Engine,
    private readonly plan: Plan,
    private readonly document: ProjectDocument,
  ) {}

  /**
   * The program of one trainer's turn, or of a whole step.
   * @throws UserError where there is no such trainer.
   */
  async of(trainer: string | null): Promise<StepProgram> {
    const key = this.plan.turns.length === 1 && this.plan.turns[0].trainer === trainer ? null : trainer;
    const known = this.known.get(key);
    if (known) return known;
    const plan = key === null ? this.plan : this.turn(key);
    const program = { plan, executables: await compileStep(this.engine, plan) };
    this.known.set(key, program);
    return program;
  }

  async release(): Promise<void> {
    for (const { executables } of this.known.values()) await releaseStep(executables);
    this.known.clear();
  }

  private turn(trainer: string): StepPlan {
    try {
      return compileTurn(this.document, catalogue, trainer);
    } catch (error) {
      throw error instanceof RangeError ? new UserError(error.message) : error;
    }
  }
}

/** How many turns each trainer has taken: what its batches, its noise and its optimiser are counted by. */
export class TurnCounts {
  private readonly taken: Map<string, number>;

  /** @param stored counts by trainer; those that are missing are as many as the steps of the run. */
  constructor(turns: readonly PlannedTurn[], steps: number, stored: Readonly<Record<string, number>> = {}) {
    this.taken = new Map(turns.map(({ trainer }) => [trainer, stored[trainer] ?? steps]));
  }

  of({ trainer }: PlannedTurn): number {
    return this.taken.get(trainer) ?? 0;
  }

  advance(turns: readonly PlannedTurn[]): void {
    for (const turn of turns) this.taken.set(turn.trainer, this.of(turn) + 1);
  }

  toJson(): string {
    return JSON.stringify(Object.fromEntries(this.taken));
  }

  /** Count of batches from the beginning of the run to one of the next turn: its key in all random streams. */
  batch(turn: PlannedTurn, k: number): number {
    const { accumulate, updatesPerStep } = turn.objective;
    return this.of(turn) * accumulate * updatesPerStep + k;
  }
}
