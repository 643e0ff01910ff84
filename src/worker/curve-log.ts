/**
 * The curves of a run at bounded size: when more than `limit` rows have come, every second one is dropped and from
 * then on only every second step is kept.
 */
export class CurveLog {
  readonly steps: number[] = [];
  readonly rows: number[][] = [];
  private stride = 1;

  constructor(
    readonly names: readonly string[],
    private readonly limit = 20_000,
  ) {}

  append(step: number, values: readonly number[]): void {
    if (step % this.stride !== 0) return;
    this.steps.push(step);
    this.rows.push([...values]);
    if (this.steps.length > this.limit) this.thin();
  }

  /** Text with one header line, then one line a step. */
  toCsv(): string {
    const lines = this.steps.map((step, i) => [step, ...this.rows[i]].join(','));
    return `${['step', ...this.names].join(',')}\n${lines.join('\n')}${lines.length ? '\n' : ''}`;
  }

  /** Reads back what `toCsv` wrote, up to and including `lastStep`; other columns and damaged lines are left out. */
  static fromCsv(text: string, names: readonly string[], lastStep: number, limit?: number): CurveLog {
    const log = new CurveLog(names, limit);
    const [header, ...lines] = text.trimEnd().split('\n');
    if (header !== ['step', ...names].join(',')) return log;
    for (const line of lines) {
      const [step, ...values] = line.split(',').map(Number);
      const last = log.steps.at(-1) ?? 0;
      if (!Number.isInteger(step) || step <= last || step > lastStep) continue;
      if (values.length !== names.length || !values.every(Number.isFinite)) continue;
      log.steps.push(step);
      log.rows.push(values);
    }
    // Thinning leaves rows a power of two apart; a lost line only widens a gap.
    const gaps = log.steps.slice(1).map((step, i) => step - log.steps[i]);
    if (gaps.length > 0) log.stride = 2 ** Math.floor(Math.log2(Math.min(...gaps)));
    return log;
  }

  private thin(): void {
    this.stride *= 2;
    const keep = this.steps.map((step) => step % this.stride === 0);
    const steps = this.steps.filter((_, i) => keep[i]);
    const rows = this.rows.filter((_, i) => keep[i]);
    this.steps.splice(0, this.steps.length, ...steps);
    this.rows.splice(0, this.rows.length, ...rows);
  }
}
