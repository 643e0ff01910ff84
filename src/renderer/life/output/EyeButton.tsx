import { Eye } from 'lucide-react';
import type { GraphId } from '../../../core/graph';
import { Tooltip } from '../../components/Tooltip';
import { useSession } from '../../state/session';
import { closeOutput, isOutputOpen, openOutput, useInspected } from './inspected';
import styles from './Output.module.css';

/** Opens what a node gives; on the node's lower edge while it is pointed at, focused or selected. */
export function EyeButton({ graph, id, name }: { graph: GraphId; id: string; name: string }) {
  const ready = useSession(({ info }) => info !== null);
  const pressed = useInspected(({ open }) => open?.graph === graph && open.node === id);
  if (!ready) return null;
  return (
    <Tooltip content="Look at the output" keys="I" side="bottom">
      <button
        type="button"
        className={`${styles.eye} nodrag`}
        aria-label={`Look at the output of ${name}`}
        aria-pressed={pressed}
        onClick={() => (isOutputOpen(graph, id) ? closeOutput() : openOutput(graph, id))}
        data-testid={`node.${id}.output`}
      >
        <Eye aria-hidden />
      </button>
    </Tooltip>
  );
}
