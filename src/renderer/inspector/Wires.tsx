import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import type { NodePorts } from '../../core/catalogue/types';
import { commands, type GraphId, graphAt, portsOf } from '../../core/graph';
import type { GraphEnd, GraphNode } from '../../core/graph/document';
import { IconButton } from '../components/Button';
import { Select } from '../components/Select';
import { toldApart } from '../editor/told-apart';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import styles from './parts.module.css';
import settings from './Settings.module.css';
import { candidatesFor, type InputWires, inputWires } from './wire-rows';

const NONE: readonly GraphNode[] = [];

/** The inputs of a node and what feeds them: wiring without a pointer. */
export function Wires({ graph, id, ports }: { graph: GraphId; id: string; ports: NodePorts }) {
  const content = useProject(({ edit }) => (edit ? graphAt(edit.document, graph) : undefined));
  const rows = useMemo(() => (content ? inputWires(content, id, ports) : []), [content, id, ports]);
  if (rows.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Wires">
      <h3>Wired from</h3>
      {rows.map((row) => (
        <WireRow key={`${id} ${row.port}`} graph={graph} node={id} row={row} />
      ))}
    </section>
  );
}

function WireRow({ graph, node, row }: { graph: GraphId; node: string; row: InputWires }) {
  const document = useProject((state) => state.edit?.document);
  // Judging every output takes time in a large graph, so it waits until the list is opened.
  const [opened, setOpened] = useState(false);
  const candidates = useMemo(
    () => (opened && document ? candidatesFor(document, catalogue, graph, { node, port: row.port }) : []),
    [opened, document, graph, node, row.port],
  );
  const nodes = (document && graphAt(document, graph)?.nodes) ?? NONE;
  const names = useMemo(() => toldApart(nodes), [nodes]);
  const byId = useMemo(() => new Map(nodes.map((each) => [each.id, each])), [nodes]);
  const name = (end: GraphEnd) => {
    const source = byId.get(end.node);
    const port =
      source && document && portsOf(source, catalogue.find(source.type), document.networks).outputs[end.port]?.label;
    return source ? `${names.get(source.id)} · ${port ?? end.port}` : end.node;
  };
  const present = row.many ? undefined : row.wires[0];
  const options = [
    { value: '', label: row.many ? 'Add a wire…' : 'Nothing' },
    ...(present ? [{ value: keyOf(present.source), label: name(present.source) }] : []),
    ...candidates.map((end) => ({ value: keyOf(end), label: name(end) })),
  ];
  const choose = (value: string) => {
    const source = candidates.find((end) => keyOf(end) === value);
    if (source) dispatch(commands.connect, { source, target: { node, port: row.port } });
    else if (value === '' && present) dispatch(commands.disconnect, { edges: [present.id] });
  };
  return (
    <div className={settings.wire}>
      <div className={settings.head}>
        <span className={settings.label}>{row.label}</span>
      </div>
      <Select
        label={`What feeds ${row.label}`}
        value={present ? keyOf(present.source) : ''}
        options={options}
        onChange={choose}
        onOpen={() => setOpened(true)}
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

const keyOf = ({ node, port }: GraphEnd): string => `${node}.${port}`;
