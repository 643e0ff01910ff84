/** How long the window may take to save before it is closed without its answer. Milliseconds. */
export const SAVING_LIMIT = 5_000;

export interface ClosingOptions {
  /** Asks whether to stop training; true closes. */
  askTraining: (step: number | null) => Promise<boolean>;
  /** Asks whether to close although saving failed; true closes. */
  askUnsaved: (reason: string) => Promise<boolean>;
  /** Tells the window to save and then to close itself. */
  tellWindow: () => void;
  /** Closes the window; it asks `mayClose` again. */
  close: () => void;
  /** Called when the user decided to stay. */
  stayed: () => void;
}

/**
 * What happens between the wish to close the window and its end: one question when a model trains, then the window
 * saves what it has.
 */
export class Closing {
  training: { step: number | null } | null = null;
  private phase: 'open' | 'asking' | 'saving' | 'closed' = 'open';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ClosingOptions) {}

  /** Whether the window may go now. When not, the next step has begun. */
  mayClose(): boolean {
    // A second wish while the window saves is its own, because it has saved, or comes from somebody who insists.
    if (this.phase === 'saving') this.finish();
    if (this.phase === 'open') void this.begin();
    return this.phase === 'closed';
  }

  /** Saving failed; while closing, that is a reason to stay. */
  async saveFailed(reason: string): Promise<void> {
    if (this.phase !== 'saving') return;
    await this.ask(
      () => this.options.askUnsaved(reason),
      () => this.closeNow(),
    );
  }

  /** The page has gone (it crashed): there is nobody left to save. */
  abandon(): void {
    this.finish();
  }

  private async begin(): Promise<void> {
    const { training } = this;
    if (training)
      await this.ask(
        () => this.options.askTraining(training.step),
        () => this.save(),
      );
    else this.save();
  }

  private async ask(question: () => Promise<boolean>, yes: () => void): Promise<void> {
    this.phase = 'asking';
    clearTimeout(this.timer);
    if (await question()) return yes();
    this.phase = 'open';
    this.options.stayed();
  }

  private save(): void {
    this.phase = 'saving';
    this.timer = setTimeout(() => this.closeNow(), SAVING_LIMIT);
    this.options.tellWindow();
  }

  private closeNow(): void {
    this.finish();
    this.options.close();
  }

  private finish(): void {
    clearTimeout(this.timer);
    this.phase = 'closed';
  }
}
