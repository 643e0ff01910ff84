import { Link2, Unlink2 } from 'lucide-react';
import { useMemo } from 'react';
import { commands, type GraphId, holdersOf } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Button } from '../components/Button';
import { Select } from '../components/Select';
import { dispatch, reveal } from '../state/edit';
import { useProject } from '../state/project';
import { holderNames } from './holder-names';
import styles from './parts.module.css';
import { tieOptions } from './tie-options';

const CHOOSE = '';

/** With whom a node shares its network and weights, and the ways to share or to part. */
export function TiesCard({ graph, node }: { graph: GraphId; node: GraphNode }) {
  const document = useProject((state) => state.edit?.document);
  const others = useMemo(() => {
    if (!document || node.network === undefined) return [];
    return holdersOf(document, node.network).filter((holder) => holder.graph !== graph || holder.node.id !== node.id);
  }, [document, graph, node]);
  const options = useMemo(() => (document ? tieOptions(document, graph, node) : []), [document, graph, node]);
  if (!document || (others.length === 0 && options.length === 0)) return null;
  const names = holderNames(document, others);
  return (
    <section className={styles.card} aria-label="Shared weights" data-testid="inspector.ties">
      {others.length > 0 && (
        <>
          <h3 className={styles.tied}>
            <Link2 aria-hidden /> Shares its weights with
          </h3>
          <ul className={styles.links}>
            {others.map((other, index) => (
              <li key={`${other.graph ?? ''} ${other.node.id}`}>
                <Button
                  variant="ghost"
                  size="small"
                  tooltip="Go there"
                  onClick={() => reveal({ network: other.graph ?? undefined, node: other.node.id })}
                >
                  {names[index]}
                </Button>
              </li>
            ))}
          </ul>
          <Button
            icon={Unlink2}
            size="small"
            onClick={() => dispatch(commands.untie, { node: node.id })}
            testId="inspector.untie"
          >
            Give it weights of its own
          </Button>
        </>
      )}
      {options.length > 0 && (
        <div className={styles.tieTo}>
          {others.length === 0 && <h3>Weights of its own</h3>}
          <Select
            label="Tie to"
            value={CHOOSE}
            options={[{ value: CHOOSE, label: 'Tie to…' }, ...options]}
            onChange={(network) => network !== CHOOSE && dispatch(commands.useNetwork, { node: node.id, network })}
            testId="inspector.tie-to"
          />
        </div>
      )}
    </section>
  );
}
