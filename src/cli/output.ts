/** What a command gives: a JSON object for scripts, and lines for people. */
export interface CommandResult {
  json: Record<string, unknown>;
  text: string;
  /** 0 unless the user's input (2) or a check of our own numbers (1) was found wanting. */
  exitCode?: 0 | 1 | 2;
}

/** Draws a progress line on a terminal and nothing where standard error is a file or a pipe. */
export class ProgressBar {
  private shown = false;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  show(done: number, total: number, label: string): void {
    if (!this.stream.isTTY) return;
    const width = 28;
    const filled = Math.round((width * Math.min(done, total)) / Math.max(1, total));
    this.stream.write(`\r\x1b[2K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} / ${total}  ${label}`);
    this.shown = true;
  }

  done(): void {
    if (this.shown) this.stream.write('\r\x1b[2K');
    this.shown = false;
  }
}

export const log = (message: string): void => {
  process.stderr.write(`${message}\n`);
};
