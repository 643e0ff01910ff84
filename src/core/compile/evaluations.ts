import type { ColumnMeasure, Conclusion } from '../catalogue/types';
import type { Tensor } from '../tensor';
import type { Named } from './ledger';
import type { Trace } from './trace';

/** Measures that nodes make only where the held-out set is gone through. */
export const evaluations = ({ contexts }: Trace): Named[] =>
  [...contexts].flatMap(([node, { definition, context }]) =>
    Object.entries(definition.evaluation?.measure(context) ?? {}).map(([name, value]) => ({ node, name, value })),
  );

/** What is told in place of measures that are rows of numbers, by the name of the measure. */
export const conclusions = ({ contexts }: Trace): ReadonlyMap<string, Conclusion> =>
  new Map(
    [...contexts.values()].flatMap(({ definition: { conclude } }) => (conclude ? [[conclude.from, conclude]] : [])),
  );

/** Their names, without making them. */
export const evaluationNames = ({ contexts }: Trace): { name: string; node: string }[] =>
  [...contexts].flatMap(([node, { definition }]) =>
    (definition.evaluation?.names ?? []).map((name) => ({ name, node })),
  );

/** A column of numbers that a node takes of every held-out item. */
export interface Column {
  /** Name of the output of the program. */
  output: string;
  /** Name for the node. */
  name: string;
  value: Tensor;
}

/** What nodes tell of the held-out set as a whole. */
export interface ColumnTarget {
  node: string;
  names: readonly string[];
  columns: readonly Column[];
  measure: ColumnMeasure['measure'];
}

export const columnMeasures = ({ contexts }: Trace): ColumnTarget[] =>
  [...contexts].flatMap(([node, { definition, context }]) => {
    const made = definition.columnMeasure?.(context);
    if (!made) return [];
    const columns = Object.entries(made.columns).map(([name, value]) => ({
      output: `column ${node} ${name}`,
      name,
      value,
    }));
    return [{ node, names: made.names, columns, measure: made.measure }];
  });
