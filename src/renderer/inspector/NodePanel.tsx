import { Copy, Maximize2, RotateCw, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import { commands, type GraphId, isLiveSetting, nodeName } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Button, IconButton } from '../components/Button';
import { Formula, Prose } from '../components/Formula';
import { categories } from '../editor/kinds';
import { useNode, useNodeProblems } from '../editor/use-node';
import { dispatch, goTo, markEdit } from '../state/edit';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import { Notice, ProblemList } from './Notice';
import { PresetChooser } from './PresetChooser';
import styles from './parts.module.css';
import { Settings } from './Settings';
import { Shapes } from './Shapes';
import { Wires } from './Wires';

/** Everything about one node: its name, settings, formula, wires, shapes and problems. */
export function NodePanel({ graph, id }: { graph: GraphId; id: string }) {
  const node = useNode(graph, id);
  const problems = useNodeProblems(graph, id, node?.network);
  const stale = useRun((state) => state.stale);
  const begun = useSession((state) => state.step > 0);
  if (!node) return null;
  const definition = catalogue.find(node.type);
  const hasLive = Object.values(definition?.settings ?? {}).some(isLiveSetting);
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <div className={styles.titleRow}>
          <NameField node={node} />
          <IconButton
            icon={Copy}
            label="Duplicate"
            keys="Mod+D"
            size="small"
            onClick={() => dispatch(commands.duplicateSelection, {})}
          />
          <IconButton
            icon={Trash2}
            label="Delete"
            keys="Delete"
            size="small"
            onClick={() => dispatch(commands.deleteSelection, {})}
            testId="inspector.delete"
          />
        </div>
        <span className={styles.sub}>
          {definition ? categories[definition.category].word : 'unknown type'}
          {hasLive && ' · live while training'}
        </span>
      </header>
      <ProblemList problems={problems} />
      {stale && begun && (
        <Notice icon={RotateCw}>The graph has changed since this run began; the next run takes it over.</Notice>
      )}
      {definition && (
        <>
          {node.network !== undefined && (
            <div className={styles.section}>
              <PresetChooser node={node} definition={definition} />
              <Button
                icon={Maximize2}
                size="small"
                onClick={() => goTo(node.network ?? null)}
                testId="inspector.open-network"
              >
                Open the network
              </Button>
            </div>
          )}
          <Settings node={node} definition={definition} />
          <div className={styles.card}>
            <h3>{definition.formula ? 'Formula' : 'What it does'}</h3>
            {definition.formula && <Formula source={definition.formula} display />}
            <p className={styles.help}>
              <Prose text={definition.help} />
            </p>
            {definition.source && <p className={styles.source}>{definition.source}</p>}
          </div>
          <Shapes graph={graph} node={node} definition={definition} />
          <Wires graph={graph} node={node} definition={definition} />
        </>
      )}
    </div>
  );
}

/** Name of the node; empty goes back to the catalogue's. */
function NameField({ node }: { node: GraphNode }) {
  const shown = nodeName(node, catalogue);
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft.trim() !== shown) dispatch(commands.renameNode, { node: node.id, title: draft.trim() });
    setDraft(null);
    markEdit();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') setDraft(null);
  };
  return (
    <input
      className={styles.name}
      aria-label="Name of the node"
      value={draft ?? shown}
      placeholder={catalogue.find(node.type)?.title}
      maxLength={80}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
      data-testid="inspector.name"
    />
  );
}
