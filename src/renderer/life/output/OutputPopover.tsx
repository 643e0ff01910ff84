import { NodeToolbar, Position } from '@xyflow/react';
import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { catalogue } from '../../../core/catalogue';
import { type GraphId, nodeName } from '../../../core/graph';
import { IconButton } from '../../components/Button';
import { useNode } from '../../editor/use-node';
import { closeOutput, isOutputOpen, useInspected } from './inspected';
import styles from './Output.module.css';
import { OutputView } from './OutputView';
import { useKeptInside } from './use-kept-inside';

/** Over the controls in the corners of the canvas. */
const ABOVE = { zIndex: 6 };

/** The output of a node of the graph on the canvas, beside the node, while it is wished for. */
export function OutputPopover({ graph }: { graph: GraphId }) {
  const node = useInspected(({ open }) => (open?.graph === graph ? open.node : null));
  return node === null ? null : <Popover key={node} graph={graph} id={node} />;
}

function Popover({ graph, id }: { graph: GraphId; id: string }) {
  const node = useNode(graph, id);
  const panel = useRef<HTMLDivElement>(null);
  useKeptInside(panel);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  // Another graph comes on the canvas.
  useEffect(
    () => () => {
      if (isOutputOpen(graph, id)) closeOutput();
    },
    [graph, id],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    closeOutput();
  };
  const title = node ? nodeName(node, catalogue) : '';
  return (
    <NodeToolbar nodeId={id} isVisible position={Position.Right} align="start" offset={14} style={ABOVE}>
      <div
        ref={panel}
        className={`${styles.popover} nodrag nowheel nopan`}
        role="dialog"
        aria-label={`Output of ${title}`}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        data-testid="output.popover"
      >
        <header>
          <h3>Output of {title}</h3>
          <IconButton icon={X} label="Close" keys="I" size="small" onClick={closeOutput} testId="output.close" />
        </header>
        <OutputView graph={graph} id={id} channel="output-canvas" />
      </div>
    </NodeToolbar>
  );
}
