import type { NodeCost } from '../../core/compile/types';
import { Tooltip } from '../components/Tooltip';
import { formatBytes, formatCount, formatFlops, formatShare } from '../format';
import { useProject } from '../state/project';
import { FORWARD_AND_BACKWARD } from './cost-rows';
import styles from './parts.module.css';

interface CostCardProps {
  cost: NodeCost;
  /** What is said to share its numbers with others, for instance `tied to 2 nodes`. */
  note?: string;
}

/** What a node or network costs: numbers to train, arithmetic, memory, and its part of the whole project. */
export function CostCard({ cost, note }: CostCardProps) {
  const parameters = useProject(({ analysis }) => analysis?.parameterCount ?? 0);
  const step = useProject(({ analysis }) => analysis?.flops);
  const { flops, activationBytes } = cost;
  const training = flops * FORWARD_AND_BACKWARD;
  if (cost.parameters + flops + activationBytes === 0) return null;
  return (
    <section className={styles.card} aria-label="Costs" data-testid="inspector.costs">
      <h3>Costs{note && ` · ${note}`}</h3>
      <dl className={styles.rows}>
        {cost.parameters > 0 && (
          <CostRow
            term="parameters"
            help="Numbers that training changes, and their part of the whole project."
            value={formatCount(cost.parameters)}
            share={parameters > 0 ? cost.parameters / parameters : null}
          />
        )}
        {flops > 0 && (
          <>
            <CostRow
              term="a forward pass"
              help="Floating-point operations for one batch, about."
              value={formatFlops(flops)}
              share={null}
            />
            <CostRow
              term="a training step"
              help="Forward, then backward to the inputs and to the weights: about three forward passes. Beside it, its part of the whole step."
              value={formatFlops(training)}
              share={step ? Math.min(1, training / step) : null}
            />
          </>
        )}
        {activationBytes > 0 && (
          <CostRow
            term="activations"
            help="Memory of the values that a step keeps for the way back, for one batch, about."
            value={formatBytes(activationBytes)}
            share={null}
          />
        )}
      </dl>
    </section>
  );
}

interface CostRowProps {
  term: string;
  help: string;
  value: string;
  /** Part of the whole project, from 0 to 1; null keeps its place in the column. */
  share?: number | null;
}

/** One cost: what it is (and on hover what it counts), how much, and its part of the whole. */
export function CostRow({ term, help, value, share }: CostRowProps) {
  return (
    <div className={styles.row}>
      <dt>
        <Tooltip content={help} side="left">
          <span>{term}</span>
        </Tooltip>
      </dt>
      <dd>
        {value}
        {share !== undefined && <span className={styles.share}>{share === null ? '' : formatShare(share)}</span>}
      </dd>
    </div>
  );
}
