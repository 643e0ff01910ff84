import { type ColumnTarget, nameOfMeasure, type ProbeTargets } from '../core/compile';
import { floats, joined, type Tensors } from './tensors';

/** Numbers of every held-out item, gathered batch by batch for measures of the set as a whole. */
export class GatheredColumns {
  private readonly pieces: ReadonlyMap<string, Float32Array[]>;

  constructor(private readonly targets: readonly ColumnTarget[]) {
    const outputs = targets.flatMap(({ columns }) => columns.map(({ output }) => output));
    this.pieces = new Map(outputs.map((output) => [output, []]));
  }

  /** Takes what the evaluation gave for a batch. */
  async take(out: Tensors): Promise<void> {
    for (const [output, pieces] of this.pieces) pieces.push(Float32Array.from(await floats(out[output])));
  }

  /** The measures of all that was taken, by the names under which they go in the study. */
  told(named: Pick<ProbeTargets, 'measures'>): Record<string, number> {
    const all = this.targets.flatMap(({ node, columns, measure }) => {
      const whole = columns.map(({ name, output }) => [name, joined(this.pieces.get(output) ?? [])] as const);
      const values = Object.entries(measure(Object.fromEntries(whole)));
      return values.map(([name, value]) => [nameOfMeasure(named, { name, node }), value] as const);
    });
    return Object.fromEntries(all);
  }
}
