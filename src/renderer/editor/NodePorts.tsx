import { Handle, Position, useUpdateNodeInternals } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { PortDefinition, NodePorts as Ports } from '../../core/catalogue/types';
import type { GraphId } from '../../core/graph';
import { classes } from '../components/classes';
import { useCanvas } from './canvas-state';
import { bypassPairs, portMark } from './graph-index';
import styles from './NodePorts.module.css';
import { PortGlyph } from './PortGlyph';
import { useWiredPorts } from './use-node';

interface NodePortsProps {
  graph: GraphId;
  id: string;
  ports: Ports;
  /** Only the glyphs, on the edges of the title bar. */
  collapsed: boolean;
  bypassed: boolean;
}

/** Height of a pair of ports, and of the title bar that holds them all while collapsed, in pixels. */
const ROW = 20;
const BAR = 28;

/** Inputs on the left and outputs on the right, a row a pair. */
export const NodePorts = memo(function NodePorts({ graph, id, ports, collapsed, bypassed }: NodePortsProps) {
  const wired = useWiredPorts(graph, id);
  const inputs = Object.keys(ports.inputs);
  const outputs = Object.keys(ports.outputs);
  useMeasuredAgain(id, `${collapsed} ${inputs} > ${outputs}`);
  if (inputs.length + outputs.length === 0) return null;
  const glyph = (side: Side, name: string, index: number, count: number) => (
    <PortHandle
      key={`${side} ${name}`}
      node={id}
      side={side}
      name={name}
      port={(side === 'target' ? ports.inputs : ports.outputs)[name]}
      wired={wired.includes(portMark(side, name))}
      top={collapsed ? ((index + 1) * BAR) / (count + 1) : undefined}
    />
  );
  if (collapsed) {
    return (
      <div className={styles.dots}>
        {inputs.map((name, index) => glyph('target', name, index, inputs.length))}
        {outputs.map((name, index) => glyph('source', name, index, outputs.length))}
      </div>
    );
  }
  return (
    <div className={styles.ports}>
      {bypassed && <Through ports={ports} />}
      {Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => {
        const [input, output] = [inputs[row], outputs[row]];
        return (
          <div key={`${input} ${output}`} className={styles.row}>
            {input !== undefined && glyph('target', input, row, inputs.length)}
            {input !== undefined && <span className={styles.label}>{ports.inputs[input].label}</span>}
            {output !== undefined && (
              <span className={classes(styles.label, styles.output)}>{ports.outputs[output].label}</span>
            )}
            {output !== undefined && glyph('source', output, row, outputs.length)}
          </div>
        );
      })}
    </div>
  );
});

/** Has React Flow find the ports again once they are others or elsewhere; at first it does so by itself. */
function useMeasuredAgain(id: string, signature: string): void {
  const update = useUpdateNodeInternals();
  const measured = useRef(signature);
  useEffect(() => {
    if (measured.current === signature) return;
    measured.current = signature;
    update(id);
  }, [update, id, signature]);
}

/** The wires that a bypassed node hands on, drawn through it. */
function Through({ ports }: { ports: Ports }) {
  const middle = (list: Ports['inputs'], port: string): number => (Object.keys(list).indexOf(port) + 0.5) * ROW;
  const rows = Math.max(Object.keys(ports.inputs).length, Object.keys(ports.outputs).length);
  return (
    <svg
      className={styles.through}
      viewBox={`0 0 100 ${rows * ROW}`}
      height={rows * ROW}
      preserveAspectRatio="none"
      aria-hidden
    >
      {bypassPairs(ports).map(({ input, output }) => {
        const [from, to] = [middle(ports.inputs, input), middle(ports.outputs, output)];
        return <path key={output} d={`M0 ${from}C50 ${from} 50 ${to} 100 ${to}`} vectorEffect="non-scaling-stroke" />;
      })}
    </svg>
  );
}

type Side = 'source' | 'target';

interface PortHandleProps {
  node: string;
  side: Side;
  name: string;
  port: PortDefinition;
  wired: boolean;
  /** Distance from the top of the node, where the row does not say it. */
  top: number | undefined;
}

function PortHandle({ node, side, name, port, wired, top }: PortHandleProps) {
  const fate = useCanvas(({ candidates }) =>
    candidates === null ? 'rest' : candidates.has(`${side}.${node}.${name}`) ? 'fits' : 'misfit',
  );
  const kinds = port.kinds.join(' or ');
  return (
    <Handle
      id={name}
      type={side}
      position={side === 'target' ? Position.Left : Position.Right}
      className={classes(styles.handle, styles[side], styles[fate], top !== undefined && styles.dot)}
      style={top === undefined ? undefined : { top }}
      role="img"
      aria-label={`${side === 'target' ? 'Input' : 'Output'} ${port.label}, ${kinds}`}
      title={`${port.label} · ${kinds}${port.help ? `\n${port.help}` : ''}`}
      data-testid={`port.${node}.${name}`}
    >
      <PortGlyph kind={port.kinds[0]} filled={wired} size={top === undefined ? 13 : 10} />
    </Handle>
  );
}
