import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { NodeDefinition } from '../../core/catalogue/types';
import { BLOCK_INPUT, BLOCK_OUTPUT, commands, portsOf } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Button, IconButton } from '../components/Button';
import { TextField } from '../components/TextField';
import { dispatch, dispatchAt, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import styles from './BlockPorts.module.css';
import parts from './parts.module.css';
import { type PortSide, placeOfPort, removePort, swapped } from './port-edits';

const SIDES: readonly { side: PortSide; title: string; one: string; type: string }[] = [
  { side: 'inputs', title: 'Inputs', one: 'input', type: BLOCK_INPUT },
  { side: 'outputs', title: 'Outputs', one: 'output', type: BLOCK_OUTPUT },
];

/** The ports of a block: renamed in place, put in order, added and taken away, without opening it. */
export function BlockPorts({ node, definition }: { node: GraphNode; definition: NodeDefinition }) {
  const networks = useProject((state) => state.edit?.document.networks);
  if (node.network === undefined || !networks) return null;
  const ports = portsOf(node, definition, networks);
  const nodes = networks[node.network]?.nodes;
  if (!nodes) return null;
  return (
    <section className={parts.card} aria-label="Ports" data-testid="inspector.ports">
      {SIDES.map(({ side, title, one, type }) => {
        const rows = Object.entries(ports[side]);
        return (
          <div key={side} className={styles.side}>
            <h3>{title}</h3>
            {rows.map(([port, { label, optional }], index) => (
              <PortRow
                key={port}
                network={node.network ?? ''}
                nodes={nodes}
                {...{ side, one, port, label, optional }}
                before={rows[index - 1]?.[0]}
                after={rows[index + 1]?.[0]}
              />
            ))}
            <Button
              icon={Plus}
              size="small"
              variant="ghost"
              onClick={() =>
                node.network !== undefined &&
                dispatchAt(node.network, commands.addNode, { type, position: placeOfPort(nodes, side) })
              }
              testId={`inspector.ports.add.${side}`}
            >
              Add an {one}
            </Button>
          </div>
        );
      })}
    </section>
  );
}

interface PortRowProps {
  network: string;
  nodes: readonly GraphNode[];
  side: PortSide;
  one: string;
  port: string;
  label: string;
  optional?: boolean;
  /** The ports above and below. */
  before: string | undefined;
  after: string | undefined;
}

function PortRow({ network, nodes, side, one, port, label, optional, before, after }: PortRowProps) {
  const swap = (other: string) => {
    dispatchAt(network, commands.moveNodes, { nodes: swapped(nodes, port, other) });
    markEdit();
  };
  return (
    <div className={styles.port}>
      <TextField
        label={`Name of ${one} ${label}${optional ? ', may stay free' : ''}`}
        value={label}
        maxLength={80}
        onCommit={(title) => {
          dispatchAt(network, commands.renameNode, { node: port, title });
          markEdit();
        }}
        testId={`inspector.port.${port}`}
      />
      <IconButton
        icon={ArrowUp}
        label={`Move ${label} up`}
        size="small"
        disabled={before === undefined}
        onClick={() => before !== undefined && swap(before)}
      />
      <IconButton
        icon={ArrowDown}
        label={`Move ${label} down`}
        size="small"
        disabled={after === undefined}
        onClick={() => after !== undefined && swap(after)}
      />
      <IconButton
        icon={X}
        label={`Remove ${one} ${label}`}
        size="small"
        onClick={() => dispatch(removePort, { network, port, side })}
        testId={`inspector.port.${port}.remove`}
      />
    </div>
  );
}
