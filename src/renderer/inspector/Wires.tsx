import { X } from 'lucide-react';
import { useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import type { NodePorts } from '../../core/catalogue/types';
import { commands, type GraphId, graphAt, portsOf } from '../../core/graph';
import { IconButton } from '../components/Button';
import { Select } from '../components/Select';
import { toldApart } from '../editor/told-apart';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import styles from './parts.module.css';
import settings from './Settings.module.css';
import { type InputWires, inputWires } from './wire-rows';

const NONE = '';

/** The inputs of a node and what feeds them: wiring without a pointer. */
export function Wires({ graph, id, ports }: { graph: GraphId; id: string; ports: NodePorts }) {
  const document = useProject((state) => state.edit?.document);
  const content = document ? graphAt(document, graph) : undefined;
  const rows = useMemo(
    () => (document && content ? inputWires(document, catalogue, graph, id, ports) : []),
    [document, content, graph, id, ports],
  );
  if (rows.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Wires">
      <h3>Wired from</h3>
      {rows.map((row) => (
        <WireRow key={row.port} node={id} row={row} />
      ))}
    </section>
  );
}

function WireRow({ node, row }: { node: string; row: InputWires }) {
  const name = (end: { node: string; port: string }) => {
    const { edit, place } = useProject.getState();
    const nodes = (edit && graphAt(edit.document, place)?.nodes) ?? [];
    const source = edit && nodes.find(({ id }) => id === end.node);
    const port =
      source && portsOf(source, catalogue.find(source.type), edit.document.networks).outputs[end.port]?.label;
    return source ? `${toldApart(nodes).get(source.id)} · ${port ?? end.port}` : end.node;
  };
  const present = row.many ? undefined : row.wires[0];
  const options = [
    { value: NONE, label: row.many ? 'Add a wire…' : 'Nothing' },
    ...(present ? [{ value: keyOf(present.source), label: name(present.source) }] : []),
    ...row.candidates.map((end) => ({ value: keyOf(end), label: name(end) })),
  ];
  const choose = (value: string) => {
    const source = row.candidates.find((end) => keyOf(end) === value);
    if (source) dispatch(commands.connect, { source, target: { node, port: row.port } });
    else if (value === NONE && present) dispatch(commands.disconnect, { edges: [present.id] });
  };
  return (
    <div className={settings.wire}>
      <div className={settings.head}>
        <span className={settings.label}>{row.label}</span>
      </div>
      <Select
        label={`What feeds ${row.label}`}
        value={present ? keyOf(present.source) : NONE}
        options={options}
        onChange={choose}
      />
      {row.many &&
        row.wires.map((wire) => (
          <div key={wire.id} className={`${settings.wide} ${styles.row}`}>
            <span>{name(wire.source)}</span>
            <IconButton
              icon={X}
              label={`Disconnect ${name(wire.source)}`}
              size="small"
              onClick={() => dispatch(commands.disconnect, { edges: [wire.id] })}
            />
          </div>
        ))}
    </div>
  );
}

const keyOf = ({ node, port }: { node: string; port: string }): string => `${node}.${port}`;
