import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { NodeDefinition } from '../../core/catalogue/types';
import { classes } from '../components/classes';
import { SearchField } from '../components/TextField';
import { useProject } from '../state/project';
import { addNodeAt, nodesFor } from './add-node';
import { type NodeSearchRequest, useCanvas } from './canvas-state';
import { categories } from './kinds';
import styles from './NodeSearch.module.css';
import { describeNode, rank } from './search';

/** The node search, where it is open. */
export function NodeSearch() {
  const request = useCanvas((state) => state.search);
  return request ? <SearchBox key={`${request.screen.x} ${request.screen.y}`} request={request} /> : null;
}

const close = (): void => useCanvas.setState({ search: null });

function SearchBox({ request }: { request: NodeSearchRequest }) {
  const place = useProject((state) => state.place);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const offered = useMemo(() => nodesFor(place, request.from), [place, request.from]);
  const found = useMemo(() => rank(offered, query, describeNode), [offered, query]);
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

  const add = (definition: NodeDefinition | undefined) => {
    close();
    if (definition) addNodeAt(definition.type, request.flow, request.from);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setChosen((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') add(found[at]);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return createPortal(
    <div ref={box} className={styles.box} data-testid="node-search">
      <SearchField
        label="Search nodes"
        placeholder={request.from ? 'What does this wire go to?' : 'Add a node…'}
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
      <div id="node-search-list" role="listbox" aria-label="Nodes" className={styles.list}>
        {found.map((definition, index) => {
          const { icon: Icon, color } = categories[definition.category];
          return (
            <button
              key={definition.type}
              id={`node-search-${index}`}
              type="button"
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              className={classes(styles.item, index === at && styles.chosen)}
              onPointerMove={() => index !== at && setChosen(index)}
              onClick={() => add(definition)}
              data-testid={`node-search.${definition.type}`}
            >
              <Icon aria-hidden style={{ color }} />
              <span className={styles.title}>{definition.title}</span>
              <span className={styles.summary}>{definition.summary}</span>
            </button>
          );
        })}
        {found.length === 0 && (
          <p className={styles.none}>{query ? `No node is called “${query}”.` : 'No node takes this wire.'}</p>
        )}
      </div>
    </div>,
    document.body,
  );
}
