import { ChevronDown, ChevronRight, CornerLeftUp } from 'lucide-react';
import { Fragment, useMemo, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import { type Holder, holdersOf, nodeAt, nodeName } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import { IconButton } from '../components/Button';
import { MenuButton, type MenuItem } from '../components/Menu';
import { formatPlural } from '../format';
import { OwnerNameField } from '../inspector/NameField';
import { goTo, goUp } from '../state/edit';
import { useProject } from '../state/project';
import { type TrailStep, trailTo } from '../state/trail';
import styles from './Breadcrumb.module.css';
import { siblings } from './siblings';

/** Where the canvas is while it shows the inside of a network: the way one came in by, and the ways back and aside. */
export function Breadcrumb() {
  const place = useProject((state) => state.place);
  const document = useProject((state) => state.edit?.document);
  const came = useProject((state) => state.trail);
  const trail = useMemo(() => (document ? trailTo(document, place, came) : []), [document, place, came]);
  if (place === null || !document) return null;
  const last = trail.at(-1);
  const node = last && nodeAt(document, last.graph, last.node);
  return (
    <nav className={styles.breadcrumb} aria-label="Place in the project" data-testid="breadcrumb">
      <IconButton icon={CornerLeftUp} label="One level up" keys="Mod+ArrowUp" size="small" onClick={goUp} />
      <button type="button" onClick={() => goTo(null)} title={document.title} data-testid="breadcrumb.study">
        {document.title}
      </button>
      {trail.slice(1).map((step) => (
        <Fragment key={`${step.graph} ${step.node}`}>
          <ChevronRight aria-hidden />
          <button type="button" onClick={() => goTo(step.graph)}>
            {stepName(document, trail, step)}
          </button>
        </Fragment>
      ))}
      <ChevronRight aria-hidden />
      {last && node ? (
        <Here document={document} holder={{ graph: last.graph, node }} />
      ) : (
        <span aria-current="location">{place}</span>
      )}
    </nav>
  );
}

/** Name of the graph that a step starts from: that of the node opened before it. */
function stepName(document: ProjectDocument, trail: readonly TrailStep[], step: TrailStep): string {
  const before = trail[trail.indexOf(step) - 1];
  const node = before && nodeAt(document, before.graph, before.node);
  return node ? nodeName(node, catalogue) : (step.graph ?? '');
}

/** The end of the way: the name of the open network, how often it runs, with whom it is tied, and what is beside it. */
function Here({ document, holder }: { document: ProjectDocument; holder: Holder }) {
  const { graph, node } = holder;
  const tied = node.network === undefined ? 0 : holdersOf(document, node.network).length - 1;
  const { repeat } = node.settings;
  const around = siblings(document, holder);
  const items = (): MenuItem[] =>
    around.map(({ node: other, name }) => ({
      id: other.id,
      label: name,
      checked: other.id === node.id,
      run: () => goTo(other.network ?? null),
    }));
  return (
    <span className={styles.here} aria-current="location">
      <Name key={`${graph ?? ''} ${node.id}`} holder={holder} />
      {typeof repeat === 'number' && repeat > 1 && <span className={styles.mark}>×{repeat}</span>}
      {tied > 0 && <span className={styles.mark}>tied to {formatPlural(tied, 'node')}</span>}
      {around.length > 1 && (
        <MenuButton label="Other networks beside this one" items={items} className={styles.siblings}>
          <ChevronDown aria-hidden />
        </MenuButton>
      )}
    </span>
  );
}

/** The name of the open network; pressed, it can be written over. */
function Name({ holder }: { holder: Holder }) {
  const [editing, setEditing] = useState(false);
  if (!editing) {
    return (
      <button type="button" className={styles.name} title="Rename" onClick={() => setEditing(true)}>
        {nodeName(holder.node, catalogue)}
      </button>
    );
  }
  return <OwnerNameField owner={holder} focus onLeave={() => setEditing(false)} />;
}
