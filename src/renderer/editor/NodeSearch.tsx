import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { apply, nodeAt } from '../../core/graph';
import { SearchField } from '../components/TextField';
import { useLibrary } from '../library/library';
import { trialAnalysis } from '../state/analysis';
import { useProject } from '../state/project';
import { editContext, type Joint, offerFits, placeOffer, planOffer } from './add-node';
import { type NodeSearchRequest, useCanvas } from './canvas-state';
import { focusPlacedNode } from './focus-node';
import { PORT } from './free-place';
import { usual } from './likely';
import styles from './NodeSearch.module.css';
import { OfferRow } from './OfferRow';
import { type Offer, offersFor } from './offers';
import { recentOffers } from './recent-offers';
import { searchOffers } from './search-results';
import { selectedWire, wireMiddle } from './selected-wire';

/** The node search, where it is open. */
export function NodeSearch() {
  const request = useCanvas((state) => state.search);
  return request ? <SearchBox key={`${request.screen.x} ${request.screen.y}`} request={request} /> : null;
}

const close = (): void => useCanvas.setState({ search: null });

/** What a node that is chosen here will join: the wire that was dropped, else the wire that is selected. */
function jointOf({ from }: NodeSearchRequest): Joint | null {
  if (from) return { from };
  const edge = selectedWire();
  return edge ? { edge: edge.id } : null;
}

const placeholders = { from: 'What does this wire go to?', edge: 'What goes into this wire?' } as const;

function SearchBox({ request }: { request: NodeSearchRequest }) {
  const [joint, setJoint] = useState(() => jointOf(request));
  const [query, setQuery] = useState(request.query ?? '');
  const [chosen, setChosen] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const offered = useOffers(joint);
  const sections = useMemo(
    () =>
      searchOffers({ offers: offered, query, recent: recentOffers(), usual: usualAt(joint), sound: soundAt(joint) }),
    [offered, query, joint],
  );
  const found = sections.flatMap(({ matches }) => matches);
  const at = Math.min(chosen, found.length - 1);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(request.screen.x, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(request.screen.y, window.innerHeight - height - 8))}px`;
  }, [request]);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, []);

  useEffect(() => {
    box.current?.querySelector(`#node-search-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const add = (offer: Offer | undefined, tied: boolean) => {
    if (offer?.damaged !== undefined) return;
    close();
    if (offer && placeOffer(offer, placeFor(request, joint), joint, tied)) focusPlacedNode();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setChosen((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') add(found[at]?.item, event.shiftKey);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (event.key === 'Backspace' && query === '' && joint) setJoint(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return createPortal(
    <div ref={box} className={styles.box} data-testid="node-search">
      <SearchField
        label="Search nodes"
        placeholder={joint ? placeholders['from' in joint ? 'from' : 'edge'] : 'Name, formula or paper…'}
        value={query}
        onChange={(text) => {
          setQuery(text);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        focus
        controls="node-search-list"
        active={found.length > 0 ? `node-search-${at}` : undefined}
        testId="node-search.input"
      />
      {joint && (
        <p className={styles.joint}>
          {'from' in joint ? 'Joins the wire that you drew.' : 'Goes into the selected wire.'} Backspace: a place of its
          own.
        </p>
      )}
      <div id="node-search-list" role="listbox" aria-label="Nodes" className={styles.list}>
        {sections.map(({ id, title, matches }) => (
          // A list box may hold groups of options; a list may not.
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
          <div key={id} role="group" aria-label={title}>
            <div className={styles.heading} aria-hidden>
              {title}
            </div>
            {matches.map((match) => {
              const index = found.indexOf(match);
              return (
                <OfferRow
                  key={match.item.id}
                  id={`node-search-${index}`}
                  match={match}
                  chosen={index === at}
                  onHover={() => setChosen(index)}
                  onChoose={(tied) => add(match.item, tied)}
                />
              );
            })}
          </div>
        ))}
        {found.length === 0 && <p className={styles.none}>{nothing(query, joint)}</p>}
      </div>
    </div>,
    document.body,
  );
}

function nothing(query: string, joint: Joint | null): string {
  if (query) return `Nothing here goes by “${query}”; try the name of a layer, a letter of its formula, or an author.`;
  return joint ? 'Nothing takes this wire.' : 'There is nothing to add here.';
}

/** What can be placed here; with a joint, what can join it. */
function useOffers(joint: Joint | null): readonly Offer[] {
  const document = useProject((state) => state.edit?.document);
  const place = useProject((state) => state.place);
  const entries = useLibrary((state) => state.entries);
  return useMemo(() => {
    const context = editContext();
    // The entries are read by `offersFor`; naming them here offers them once they are there.
    if (!document || !context || entries === undefined) return [];
    const offers = offersFor(document, place);
    return joint ? offers.filter((offer) => offerFits(context, offer, joint)) : offers;
  }, [document, place, entries, joint]);
}

/** How usual an offer is beside the nodes that it would join. */
function usualAt(joint: Joint | null): ((offer: Offer) => number) | undefined {
  const context = editContext();
  if (!joint || !context) return undefined;
  const typeOf = (node: string): string => nodeAt(context.document, context.graph, node)?.type ?? '';
  if ('from' in joint) {
    const near = typeOf(joint.from.node);
    return ({ type = '' }) => (joint.from.side === 'source' ? usual(near, type) : usual(type, near));
  }
  const wire = selectedWire();
  if (!wire) return undefined;
  const [before, after] = [typeOf(wire.source.node), typeOf(wire.target.node)];
  return ({ type = '' }) => (1 + usual(before, type)) * (1 + usual(type, after)) - 1;
}

/** Whether what is placed there has no error of its own then; what only lacks further wires has none that counts. */
function soundAt(joint: Joint | null): ((offer: Offer) => boolean) | undefined {
  const context = editContext();
  if (!joint || !context) return undefined;
  const known = new Set(useProject.getState().analysis?.problems.map(({ message }) => message));
  return (offer) => {
    const plan = planOffer(context, offer, { x: 0, y: 0 }, joint);
    if (!plan.ok) return false;
    const { problems } = trialAnalysis(apply(context.document, plan.changes));
    return problems.every(
      ({ severity, message, fixes = [] }) =>
        severity === 'warning' || known.has(message) || fixes.some(({ type }) => type === 'add' || type === 'connect'),
    );
  };
}

/** Where the node goes: its port to where the wire was let go, or into the middle of the wire. */
function placeFor({ flow, from }: NodeSearchRequest, joint: Joint | null): { x: number; y: number } {
  if (joint && 'edge' in joint) return wireMiddle(joint.edge) ?? flow;
  if (!from) return flow;
  return { x: from.side === 'source' ? flow.x : flow.x - PORT.x, y: flow.y - PORT.y };
}
