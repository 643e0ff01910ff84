import type { GraphId } from '../../../core/graph';
import { Fold } from '../../components/Fold';
import { useFold } from '../../state/folds';
import { OutputView } from './OutputView';
import { useOutputPorts } from './use-output';

/** What a node gives, folded away until it is wished for: asking for it takes time from training. */
export function OutputSection({ graph, id }: { graph: GraphId; id: string }) {
  const [open, toggle] = useFold('output', false);
  const ports = useOutputPorts(graph, id);
  if (ports.length === 0) return null;
  return (
    <Fold title="Output" open={open} onToggle={toggle} testId="inspector.output">
      <OutputView graph={graph} id={id} channel="output-inspector" />
    </Fold>
  );
}
