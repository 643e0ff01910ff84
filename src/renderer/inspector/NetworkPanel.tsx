import { useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import { graphAt, type Holder, holdersOf, portsOf } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import { Button } from '../components/Button';
import { formatPlural } from '../format';
import { reveal } from '../state/edit';
import { useProject } from '../state/project';
import { trailTo } from '../state/trail';
import { CostCard } from './CostCard';
import { costOf, sumOfCosts } from './cost-rows';
import { HeavyTable } from './HeavyTable';
import { holderNames } from './holder-names';
import { OwnerNameField } from './NameField';
import { PresetChooser } from './PresetChooser';
import styles from './parts.module.css';
import { describeShapes } from './shape-rows';

/** The network on the canvas: who holds it, what enters and leaves it, what it costs. */
export function NetworkPanel({ place }: { place: string }) {
  const document = useProject((state) => state.edit?.document);
  const trail = useProject((state) => state.trail);
  const content = document && graphAt(document, place);
  const owners = useMemo(() => (document ? holdersOf(document, place) : []), [document, place]);
  if (!document || !content) return null;
  const last = trailTo(document, place, trail).at(-1);
  const owner = owners.find(({ graph, node }) => graph === last?.graph && node.id === last?.node) ?? owners[0];
  const definition = owner && catalogue.find(owner.node.type);
  const block = definition?.holds === 'block';
  return (
    <div className={styles.panel} data-testid="inspector.network">
      <header className={styles.head}>
        {owner ? <OwnerNameField key={owner.node.id} owner={owner} /> : <strong>{place}</strong>}
        <span className={styles.sub}>
          {block ? 'block' : 'network'} · {formatPlural(content.nodes.length, 'node')}
        </span>
      </header>
      {owner && definition && <PresetChooser graph={owner.graph} node={owner.node} definition={definition} />}
      {owner && <Ports owner={owner} document={document} />}
      <Costs place={place} owner={owner} tied={owners.length} />
      <HeavyTable graph={place} content={content} />
      <UsedBy document={document} owners={owners} />
    </div>
  );
}

function Costs({ place, owner, tied }: { place: string; owner: Holder | undefined; tied: number }) {
  const analysis = useProject((state) => state.analysis);
  const content = useProject((state) => state.edit && graphAt(state.edit.document, place));
  const cost =
    (owner && costOf(analysis, owner.graph, owner.node.id)) ??
    (content ? sumOfCosts(analysis, place, content.nodes) : undefined);
  return cost ? <CostCard cost={cost} note={tied > 1 ? `shared by ${tied} nodes` : undefined} /> : null;
}

/** What enters and leaves, with shapes as the node that holds it has them. */
function Ports({ owner, document }: { owner: Holder; document: ProjectDocument }) {
  const analysis = useProject((state) => state.analysis);
  const { graph, node } = owner;
  const rows = useMemo(() => {
    const edges = graphAt(document, graph)?.edges;
    const ports = portsOf(node, catalogue.find(node.type), document.networks);
    return analysis && edges ? describeShapes(analysis, edges, graph, node.id, ports) : [];
  }, [analysis, document, graph, node]);
  if (rows.length === 0) return null;
  return (
    <section className={styles.card} aria-label="Inputs and outputs">
      <h3>Inputs and outputs</h3>
      <dl className={styles.rows}>
        {rows.map(({ key, label, text }) => (
          <div key={key} className={styles.row}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Every node that holds this network; a click goes there. */
function UsedBy({ document, owners }: { document: ProjectDocument; owners: readonly Holder[] }) {
  const names = holderNames(document, owners);
  if (owners.length === 0) return <p className={styles.help}>No node uses this network; it is kept in the file.</p>;
  return (
    <section className={styles.card} aria-label="Used by" data-testid="inspector.used-by">
      <h3>{owners.length > 1 ? `Used by ${owners.length} tied nodes` : 'Used by'}</h3>
      {owners.length > 1 && (
        <p className={styles.help}>They share this network and its parameters: an edit here changes all of them.</p>
      )}
      <ul className={styles.links}>
        {owners.map(({ graph, node }, index) => (
          <li key={`${graph ?? ''} ${node.id}`}>
            <Button variant="ghost" size="small" onClick={() => reveal({ network: graph ?? undefined, node: node.id })}>
              {names[index]}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
