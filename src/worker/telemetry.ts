import type { Telemetry } from '../protocol/worker';

const RATE_WINDOW_MS = 2_000;

/** Collects what every step reports and lets it go now and then. */
export class TelemetryBatcher {
  private steps: number[] = [];
  private values: number[] = [];
  private sentAt = 0;
  private marks: { time: number; step: number }[] = [];

  constructor(
    private readonly run: string,
    private readonly send: (telemetry: Telemetry) => void,
    /** Milliseconds between two messages at least. */
    private readonly interval: () => number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  add(step: number, values: readonly number[], budget: number): void {
    this.steps.push(step);
    this.values.push(...values);
    if (this.now() - this.sentAt >= this.interval()) this.flush(budget);
  }

  /** Sends what is left, so that nothing is missing when training pauses. */
  flush(budget: number): void {
    const step = this.steps.at(-1);
    if (step === undefined) return;
    const time = this.now();
    this.marks.push({ time, step });
    while (this.marks.length > 2 && time - this.marks[0].time > RATE_WINDOW_MS) this.marks.shift();
    const [first] = this.marks;
    const stepsPerSecond = time > first.time ? ((step - first.step) * 1000) / (time - first.time) : 0;
    this.send({
      run: this.run,
      steps: Int32Array.from(this.steps),
      values: Float32Array.from(this.values),
      step,
      stepsPerSecond,
      secondsLeft: stepsPerSecond > 0 ? Math.max(0, budget - step) / stepsPerSecond : 0,
    });
    this.steps = [];
    this.values = [];
    this.sentAt = time;
  }

  /** Forgets the rate: after a pause the old one would mislead. */
  restart(): void {
    this.marks = [];
  }
}
