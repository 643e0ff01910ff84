import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Category } from '../../core/catalogue/types';
import { Fold } from '../components/Fold';
import { SearchField } from '../components/TextField';
import { placeOffer } from '../editor/add-node';
import { canvas } from '../editor/canvas-state';
import { endOfferDrag, startOfferDrag } from '../editor/drop';
import { categories } from '../editor/kinds';
import { type Offer, type OfferSection, offersFor, sectionTitles } from '../editor/offers';
import { find } from '../editor/search';
import { LibraryItemMenu } from '../library/LibraryItemMenu';
import { useLibrary } from '../library/library';
import { useFold } from '../state/folds';
import { useProject } from '../state/project';
import styles from './Drawer.module.css';

/** Sections that are not nodes of the catalogue, in their order; each a fold of its own. */
const OTHERS: readonly Exclude<OfferSection, 'nodes'>[] = ['presets', 'project', 'library'];

/** Everything that can be placed here, by drawer of the catalogue: click it, or drag it onto the canvas. */
export function NodesDrawer() {
  const place = useProject((state) => state.place);
  const document = useProject((state) => state.edit?.document);
  const entries = useLibrary((state) => state.entries);
  const [query, setQuery] = useState('');
  const found = useMemo(() => {
    // The entries are read by `offersFor`; naming them here shows them once they are there.
    const offers = document && entries !== undefined ? offersFor(document, place) : [];
    return find(offers, query, (offer) => offer).map(({ item }) => item);
  }, [document, place, entries, query]);
  const groups = groupByCategory(found.filter(({ section }) => section === 'nodes'));
  const searching = query.trim() !== '';
  const unreadable = (entries ?? []).flatMap((entry) => ('damaged' in entry ? [entry] : []));
  return (
    <div className={styles.drawer} data-testid="drawer.nodes">
      <div className={styles.head}>
        <h2>{place === null ? 'Nodes' : 'Layers'}</h2>
        <SearchField
          label="Search nodes"
          placeholder="Search"
          value={query}
          onChange={setQuery}
          testId="drawer.nodes.search"
        />
      </div>
      <div className={styles.list}>
        {groups.map(([category, offers]) => (
          <Group
            key={category}
            id={category}
            title={categories[category].title}
            folded={categories[category].folded}
            offers={offers}
            searching={searching}
          />
        ))}
        {OTHERS.map((section) => (
          <Group
            key={section}
            id={section}
            title={sectionTitles[section]}
            offers={found.filter((offer) => offer.section === section)}
            searching={searching}
            unreadable={section === 'library' && !searching ? unreadable : []}
          />
        ))}
        {found.length === 0 && <p className={styles.none}>Nothing here goes by “{query}”.</p>}
      </div>
    </div>
  );
}

interface GroupProps {
  id: string;
  title: string;
  folded?: true;
  offers: readonly Offer[];
  searching: boolean;
  /** Files of the library that cannot be read. */
  unreadable?: readonly { file: string; damaged: string }[];
}

/** One drawer; what a search has found is never folded away. */
function Group({ id, title, folded, offers, searching, unreadable = [] }: GroupProps) {
  const [open, toggle] = useFold(`palette.${id}`, !folded);
  if (offers.length + unreadable.length === 0) return null;
  return (
    <Fold
      title={title}
      note={String(offers.length)}
      open={open || searching}
      onToggle={toggle}
      testId={`palette.group.${id}`}
    >
      {offers.map((offer) => (
        <PaletteItem key={offer.id} offer={offer} />
      ))}
      {unreadable.map(({ file, damaged }) => (
        <p key={file} className={styles.damaged}>
          <TriangleAlert aria-hidden />
          {damaged}
        </p>
      ))}
    </Fold>
  );
}

function PaletteItem({ offer }: { offer: Offer }) {
  const { icon: Icon, color } = categories[offer.category];
  const usable = offer.damaged === undefined;
  return (
    <div className={styles.itemRow}>
      <button
        type="button"
        className={styles.node}
        draggable={usable}
        disabled={!usable}
        onDragStart={(event) => startOfferDrag(event, offer)}
        onDragEnd={endOfferDrag}
        onClick={(event) => canvas.current && placeOffer(offer, canvas.current.freePlace(), null, event.shiftKey)}
        title={offer.damaged ?? offer.summary}
        data-testid={`palette.${offer.section === 'nodes' ? offer.type : offer.id}`}
      >
        {usable ? <Icon aria-hidden style={{ color }} /> : <TriangleAlert aria-hidden />}
        <span className={styles.name}>
          {offer.title}
          {offer.kind && <span className={styles.kind}> · {offer.kind}</span>}
        </span>
        <span className={styles.summary}>{offer.damaged ?? offer.summary}</span>
      </button>
      {offer.section === 'library' && <LibraryItemMenu offer={offer.id} />}
    </div>
  );
}

function groupByCategory(offers: readonly Offer[]): [Category, Offer[]][] {
  const groups = new Map<Category, Offer[]>();
  for (const offer of offers) {
    const group = groups.get(offer.category);
    if (group) group.push(offer);
    else groups.set(offer.category, [offer]);
  }
  return [...groups];
}
