import { CircleAlert, Link2, Maximize2, TriangleAlert } from 'lucide-react';
import { catalogue } from '../../core/catalogue';
import type { NodeDefinition } from '../../core/catalogue/types';
import { nodeName } from '../../core/graph';
import type { GraphNode, Problem } from '../../core/graph/document';
import { classes } from '../components/classes';
import { goTo } from '../state/edit';
import { categories } from './kinds';
import styles from './NodeHeader.module.css';
import type { NodeState, Ties } from './node-state';

interface NodeHeaderProps {
  node: GraphNode;
  definition: NodeDefinition | undefined;
  state: NodeState;
  ties: Ties;
  worst: Problem | undefined;
}

/** The title bar of a node: what it is called, and marks for what is unusual about it. */
export function NodeHeader({ node, definition, state, ties, worst }: NodeHeaderProps) {
  const name = nodeName(node, catalogue);
  const Icon = definition && categories[definition.category].icon;
  const Warning = worst?.severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <header className={styles.header}>
      {Icon && <Icon className={styles.icon} aria-hidden />}
      <span className={styles.title} title={name}>
        {name}
      </span>
      {state.repeat > 1 && (
        <span className={styles.badge} title={`Runs ${state.repeat} times, one after another`}>
          ×{state.repeat}
        </span>
      )}
      {ties.count > 1 && (
        <span className={styles.link} title={`Shares its network and weights with ${ties.others}`}>
          <Link2 aria-hidden />
          {ties.count}
        </span>
      )}
      {state.word && (
        <span className={styles.word} title={state.text}>
          {state.word}
        </span>
      )}
      {worst && (
        <span className={classes(styles.warning, styles[worst.severity])} title={worst.message}>
          <Warning aria-hidden />
        </span>
      )}
      {node.network !== undefined && (
        <OpenButton node={node} label={`Open the ${definition?.holds ?? 'network'} of ${name}`} />
      )}
    </header>
  );
}

function OpenButton({ node, label }: { node: GraphNode; label: string }) {
  return (
    <button
      type="button"
      className={classes(styles.open, 'nodrag')}
      aria-label={label}
      title={`${label} (double-click)`}
      onClick={() => node.network !== undefined && goTo(node.network)}
      data-testid={`node.${node.id}.open`}
    >
      <Maximize2 aria-hidden />
    </button>
  );
}
