import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { classes } from '../components/classes';
import { SearchField } from '../components/TextField';
import { useProject } from '../state/project';
import { editContext } from './add-node';
import styles from './ConnectDialog.module.css';
import { useCanvas, type WireEnd } from './canvas-state';
import { connectAndExplain, judge, offerFix } from './connect-and-explain';
import { endsBetween, farChoices, type PortChoice, portChoices } from './connect-choices';
import type { ConnectionVerdict } from './connection-check';
import { focusNode } from './focus-node';
import { freePlaceBelow, PORT } from './free-place';
import { Marked } from './Marked';
import { find, type Match } from './search';

/** Wiring at the keyboard, where it is open: a port of the node, then where its wire goes. */
export function ConnectDialog() {
  const node = useCanvas((state) => state.connecting);
  return node === null ? null : <Chooser key={node} node={node} />;
}

/** Verdicts that are worked out before anybody scrolls. */
const JUDGED = 40;

const NEW_NODE = 'new';

/** Distance of a new node from the one that its wire begins at, in pixels of the canvas. */
const BESIDE = 310;

function close(node: string): void {
  useCanvas.setState({ connecting: null });
  focusNode(node);
}

const cornerOf = (node: string): { x: number; y: number } => {
  const box = document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.getBoundingClientRect();
  return box ? { x: box.right, y: box.top } : { x: window.innerWidth / 2, y: window.innerHeight / 2 };
};

function Chooser({ node }: { node: string }) {
  const document = useProject((state) => state.edit?.document);
  const ports = useMemo(() => choices(document, (context) => portChoices(context, node)), [document, node]);
  const [from, setFrom] = useState<WireEnd | null>(() => (ports.length === 1 ? ports[0].end : null));
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const far = useMemo(() => (from ? choices(document, (context) => farChoices(context, from)) : []), [document, from]);
  const verdicts = useVerdicts(from, far);
  const found = useMemo(() => foundFor(from, from ? far : ports, query), [from, far, ports, query]);
  const at = Math.min(chosen, found.length - 1);

  // A dialog gives the keyboard back as it closes: before what opens instead of it takes the keyboard.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector(`#connect-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const choose = (choice: PortChoice | NewNode | undefined) => {
    if (!choice) return;
    if (!from) {
      if (!('end' in choice)) return;
      setFrom(choice.end);
      setQuery('');
      setChosen(0);
      return;
    }
    if (!('end' in choice)) return searchFrom(from, node, cornerOf(node), query);
    close(node);
    connectAndExplain(endsBetween(from, choice.end));
    offerFix(cornerOf(choice.end.node));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setChosen((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') choose(found[at]?.item);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Connect"
      onCancel={(event) => {
        event.preventDefault();
        close(node);
      }}
      onPointerDown={(event) => event.target === dialog.current && close(node)}
      data-testid="connect"
    >
      <div className={styles.inside}>
        <SearchField
          label={from ? 'Where the wire goes' : 'Port that the wire begins at'}
          placeholder={from ? `${portName(ports, from)} — to what?` : 'Which port?'}
          value={query}
          onChange={(text) => {
            setQuery(text);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          focus
          controls="connect-list"
          active={found.length > 0 ? `connect-${at}` : undefined}
          testId="connect.input"
        />
        <div id="connect-list" role="listbox" aria-label="Ports" className={styles.list}>
          {found.map(({ item, marks }, index) => {
            const verdict = verdicts.get(item.id);
            return (
              <button
                key={item.id}
                id={`connect-${index}`}
                type="button"
                role="option"
                aria-selected={index === at}
                tabIndex={-1}
                className={classes(styles.item, index === at && styles.chosen)}
                onPointerMove={() => index !== at && setChosen(index)}
                onClick={() => choose(item)}
              >
                <span className={styles.title}>
                  <Marked text={item.title} marks={marks.title} />
                </span>
                <span className={classes(styles.verdict, verdict?.tone === 'warning' && styles.warning)}>
                  {verdict?.message ?? item.summary}
                </span>
              </button>
            );
          })}
          {found.length === 0 && <p className={styles.none}>No port goes by “{query}”.</p>}
        </div>
      </div>
    </dialog>
  );
}

interface NewNode {
  id: typeof NEW_NODE;
  title: string;
  summary: string;
}
const newNode: NewNode = { id: NEW_NODE, title: 'A new node…', summary: 'Search for one that takes this wire' };

/**
 * Ports that go by what was typed, those without a wire first: nobody means to lose one. Where a wire has begun already
 * it may always go to a new node.
 */
function foundFor(from: WireEnd | null, ports: readonly PortChoice[], query: string): Match<PortChoice | NewNode>[] {
  const found = find(ports, query, (choice) => choice);
  const ordered = [...found.filter(({ item }) => !item.taken), ...found.filter(({ item }) => item.taken)];
  return from ? [...ordered, ...find([newNode], '', (choice) => choice)] : ordered;
}

/** Choices in the graph on the canvas as it is now; `document` says when they change. */
function choices<T>(document: unknown, list: (context: NonNullable<ReturnType<typeof editContext>>) => T[]): T[] {
  const context = document ? editContext() : null;
  return context ? list(context) : [];
}

const portName = (ports: readonly PortChoice[], { port, side }: WireEnd): string =>
  ports.find(({ end }) => end.port === port && end.side === side)?.title ?? port;

/** Goes on to the node search with what was typed. */
function searchFrom(from: WireEnd, node: string, screen: { x: number; y: number }, query: string): void {
  const { edit, place } = useProject.getState();
  const graph = edit && (place === null ? edit.document.study : edit.document.networks[place]);
  const taken = graph?.nodes ?? [];
  const { x = 0, y = 0 } = taken.find(({ id }) => id === node)?.position ?? {};
  const ahead = from.side === 'source';
  const corner = freePlaceBelow(
    { x: x + (ahead ? BESIDE : -BESIDE), y },
    taken.map(({ position }) => position),
  );
  // The search takes the place of the port that the wire would end at.
  const flow = { x: ahead ? corner.x : corner.x + PORT.x, y: corner.y + PORT.y };
  useCanvas.setState({ connecting: null, search: { screen, flow, from, query } });
}

/** What would come of each wire: one is worked out a frame, so that the list answers at once. */
function useVerdicts(from: WireEnd | null, far: readonly PortChoice[]): ReadonlyMap<string, ConnectionVerdict> {
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, ConnectionVerdict>>(() => new Map());
  useEffect(() => {
    if (!from) return;
    let index = 0;
    let frame = requestAnimationFrame(function next() {
      const choice = far[index++];
      if (!choice || index > JUDGED) return;
      const verdict = judge(endsBetween(from, choice.end));
      if (verdict) setVerdicts((known) => new Map([...known, [choice.id, verdict]]));
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [from, far]);
  return verdicts;
}
