import { type CSSProperties, useMemo, useState } from 'react';
import type { GraphId } from '../../core/graph';
import type { Graph } from '../../core/graph/document';
import { Segmented } from '../components/Segmented';
import { formatBytes, formatCount, formatFlops, formatShare } from '../format';
import { reveal } from '../state/edit';
import { useProject } from '../state/project';
import { heaviest, MEASURES, type Measure } from './cost-rows';
import styles from './HeavyTable.module.css';
import parts from './parts.module.css';

const ROWS = 6;

const format: Readonly<Record<Measure, (value: number) => string>> = {
  parameters: formatCount,
  flops: formatFlops,
  activationBytes: formatBytes,
};

/** The nodes of a graph that cost most, with bars; a click goes there. */
export function HeavyTable({ graph, content }: { graph: GraphId; content: Graph }) {
  const [chosen, setChosen] = useState<Measure | null>(null);
  const analysis = useProject((state) => state.analysis);
  const first = useMemo(
    () => MEASURES.find(({ id }) => heaviest(analysis, graph, content, id, 1).length > 0)?.id ?? 'parameters',
    [analysis, graph, content],
  );
  const measure = chosen ?? first;
  const rows = useMemo(() => heaviest(analysis, graph, content, measure, ROWS), [analysis, graph, content, measure]);
  const none = useMemo(
    () => MEASURES.every(({ id }) => heaviest(analysis, graph, content, id, 2).length < 2),
    [analysis, graph, content],
  );
  if (none) return null;
  return (
    <section className={parts.card} aria-label="Heaviest nodes" data-testid="inspector.heaviest">
      <h3>Heaviest</h3>
      <Segmented label="Compare by" value={measure} options={MEASURES} onChange={(next) => setChosen(next)} />
      {rows.length === 0 && <p className={parts.source}>No node here has any.</p>}
      <ul className={styles.list}>
        {rows.map(({ node, name, value, share }) => (
          <li key={node}>
            <button
              type="button"
              className={styles.row}
              style={{ '--share': `${(share / rows[0].share) * 100}%` } as CSSProperties}
              aria-label={`${name}: ${format[measure](value)}, ${formatShare(share)}. Go there`}
              onClick={() => reveal({ network: graph ?? undefined, node })}
            >
              <span className={styles.name}>{name}</span>
              <span className={styles.value}>{format[measure](value)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
