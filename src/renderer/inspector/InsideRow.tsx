import { Boxes, LibraryBig, Maximize2 } from 'lucide-react';
import type { NodeDefinition } from '../../core/catalogue/types';
import { commands, type GraphId } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Button } from '../components/Button';
import { runCommand } from '../shell/commands';
import { dispatch, goTo } from '../state/edit';
import { PresetChooser } from './PresetChooser';
import styles from './parts.module.css';

interface InsideRowProps {
  graph: GraphId;
  node: GraphNode;
  definition: NodeDefinition;
}

/** What is inside a network or block: the ready-made ones, and the ways in, apart and into the library. */
export function InsideRow({ graph, node, definition }: InsideRowProps) {
  const { network } = node;
  const block = definition.holds === 'block';
  return (
    <div className={styles.section}>
      <PresetChooser graph={graph} node={node} definition={definition} />
      <div className={styles.actions}>
        <Button
          icon={Maximize2}
          size="small"
          disabled={network === undefined}
          onClick={() => network !== undefined && goTo(network)}
          testId="inspector.open-network"
        >
          {block ? 'Open' : 'Open the network'}
        </Button>
        {block && (
          <Button
            icon={Boxes}
            size="small"
            disabled={network === undefined}
            tooltip="Puts what is inside in its place, wired as it was"
            onClick={() => dispatch(commands.takeApart, { node: node.id })}
            testId="inspector.take-apart"
          >
            Take apart
          </Button>
        )}
        <Button icon={LibraryBig} size="small" onClick={() => runCommand('node.keep')} testId="inspector.to-library">
          Save to library…
        </Button>
      </div>
    </div>
  );
}
