import { Handle, Position } from '@xyflow/react';
import type { NodeDefinition, PortDefinition } from '../../core/catalogue/types';
import type { GraphId } from '../../core/graph';
import { classes } from '../components/classes';
import { useCanvas } from './canvas-state';
import styles from './NodePorts.module.css';
import { PortGlyph } from './PortGlyph';
import { useWiredPorts } from './use-node';

interface NodePortsProps {
  graph: GraphId;
  id: string;
  definition: NodeDefinition;
}

/** Inputs on the left and outputs on the right, a row a pair. */
export function NodePorts({ graph, id, definition }: NodePortsProps) {
  const wired = useWiredPorts(graph, id);
  const inputs = Object.entries(definition.inputs);
  const outputs = Object.entries(definition.outputs);
  if (inputs.length + outputs.length === 0) return null;
  return (
    <div className={styles.ports}>
      {Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => {
        const [input, output] = [inputs[row], outputs[row]];
        return (
          <div key={`${input?.[0]} ${output?.[0]}`} className={styles.row}>
            {input && (
              <Port node={id} side="target" name={input[0]} port={input[1]} wired={wired.includes(`in.${input[0]}`)} />
            )}
            {output && (
              <Port
                node={id}
                side="source"
                name={output[0]}
                port={output[1]}
                wired={wired.includes(`out.${output[0]}`)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

interface PortProps {
  node: string;
  side: 'source' | 'target';
  name: string;
  port: PortDefinition;
  wired: boolean;
}

function Port({ node, side, name, port, wired }: PortProps) {
  const fate = useCanvas(({ candidates }) =>
    candidates === null ? 'rest' : candidates.has(`${side}.${node}.${name}`) ? 'fits' : 'misfit',
  );
  const kinds = port.kinds.join(' or ');
  return (
    <>
      <Handle
        id={name}
        type={side}
        position={side === 'target' ? Position.Left : Position.Right}
        className={classes(styles.handle, styles[fate])}
        aria-label={`${side === 'target' ? 'Input' : 'Output'} ${port.label}, ${kinds}`}
        title={`${port.label} · ${kinds}${port.help ? `\n${port.help}` : ''}`}
        data-testid={`port.${node}.${name}`}
      >
        <PortGlyph kind={port.kinds[0]} filled={wired} />
      </Handle>
      <span className={classes(styles.label, side === 'source' && styles.output)}>{port.label}</span>
    </>
  );
}
