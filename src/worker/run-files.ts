import type { RunRecord } from '../files/run-folder';
import {
  createRun,
  dropCheckpoints,
  dropKept,
  listKept,
  writeCheckpoint,
  writeCurves,
  writeRun,
} from '../files/run-folder';
import type { KeptWeights } from './kept-weights';

/** What does not change while a run trains. */
export type RunHead = Omit<RunRecord, 'format' | 'version' | keyof RunProgress>;

export type RunProgress = Pick<RunRecord, 'step' | 'steps' | 'finished' | 'metrics'>;

/**
 * The folder of a run as a session writes it. It is made with the first checkpoint: a model that was only looked at
 * leaves nothing behind.
 */
export class RunFiles {
  private made = false;
  private newest: number | null = null;

  /** @param continued True where the folder holds the run already; otherwise what lies there is replaced. */
  constructor(
    readonly directory: string,
    readonly head: RunHead,
    private readonly documentText: string,
    private readonly continued: boolean,
  ) {}

  /** Step of the newest checkpoint written here; null before the first. */
  get saved(): number | null {
    return this.newest;
  }

  /** Weights of now and those kept on the way, curves and the record of the run; each file whole or not at all. */
  async checkpoint(progress: RunProgress, bytes: Uint8Array, curves: string, kept: KeptWeights): Promise<void> {
    if (!this.made) await this.make(progress);
    await writeCheckpoint(this.directory, progress.step, bytes);
    this.newest = progress.step;
    await kept.write();
    await writeCurves(this.directory, curves);
    await this.record(progress);
  }

  /** Brings the record of the run up to date, where there is one. */
  async record({ metrics, ...progress }: RunProgress): Promise<void> {
    if (!this.made) return;
    const finite = Object.entries(metrics).filter(([, value]) => Number.isFinite(value));
    await writeRun(this.directory, {
      format: 'latent-loom-run',
      version: 1,
      ...this.head,
      ...progress,
      metrics: Object.fromEntries(finite),
    });
  }

  private async make(progress: RunProgress): Promise<void> {
    if (!this.continued) {
      await dropCheckpoints(this.directory);
      await dropKept(this.directory, await listKept(this.directory));
    }
    await createRun(this.directory, this.documentText);
    this.made = true;
    // Before the first checkpoint, so that a process killed right after that one leaves a run that can be resumed.
    await this.record(progress);
  }
}
