import { Copy, RotateCw, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import type { NodeDefinition } from '../../core/catalogue/types';
import { commands, type GraphId, isLiveSetting, portsOf } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { IconButton } from '../components/Button';
import { Formula, Prose } from '../components/Formula';
import { categories } from '../editor/kinds';
import { useFresh, useNode, useNodeProblems } from '../editor/use-node';
import { OutputSection } from '../life/output/OutputSection';
import { StatisticsSection } from '../life/StatisticsSection';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import { BlockPorts } from './BlockPorts';
import { CostCard } from './CostCard';
import { costOf } from './cost-rows';
import { InsideRow } from './InsideRow';
import { ModeRow } from './ModeRow';
import { NodeNameField } from './NameField';
import { Notice, ProblemList } from './Notice';
import styles from './parts.module.css';
import { Settings } from './Settings';
import { Shapes } from './Shapes';
import { TiesCard } from './TiesCard';
import { Wires } from './Wires';

/** Everything about one node: its name, settings, formula, wires, shapes, costs and problems. */
export function NodePanel({ graph, id }: { graph: GraphId; id: string }) {
  const node = useNode(graph, id);
  const problems = useNodeProblems(graph, id);
  const nodes = useMemo(() => (node ? [node] : []), [node]);
  const fresh = useFresh(graph, id, problems);
  const networks = useProject((state) => state.edit?.document.networks);
  if (!node || !networks) return null;
  const definition = catalogue.find(node.type);
  const ports = portsOf(node, definition, networks);
  return (
    <div className={styles.panel}>
      <Head node={node} definition={definition} />
      {definition && (
        <>
          {definition.holds && <InsideRow graph={graph} node={node} definition={definition} />}
          <Settings nodes={nodes} definition={definition} />
          <StaleNotice />
          {definition.holds === 'block' && <BlockPorts node={node} definition={definition} />}
          <OutputSection key={id} graph={graph} id={id} />
          <StatisticsSection graph={graph} id={id} />
          <Wires graph={graph} id={id} ports={ports} />
          <Shapes graph={graph} id={id} ports={ports} />
          <About definition={definition} />
          <Cost graph={graph} id={id} />
          {definition.holds && <TiesCard graph={graph} node={node} />}
          <ModeRow nodes={nodes} />
        </>
      )}
      <ProblemList problems={problems} fresh={fresh} />
    </div>
  );
}

function Head({ node, definition }: { node: GraphNode; definition: NodeDefinition | undefined }) {
  const hasLive = Object.values(definition?.settings ?? {}).some(isLiveSetting);
  return (
    <header className={styles.head}>
      <div className={styles.titleRow}>
        <NodeNameField node={node} />
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
  );
}

function StaleNotice() {
  const stale = useRun((state) => state.stale);
  const begun = useSession((state) => state.step > 0);
  if (!stale || !begun) return null;
  return <Notice icon={RotateCw}>The graph has changed since this run began; the next run takes it over.</Notice>;
}

function Cost({ graph, id }: { graph: GraphId; id: string }) {
  const cost = useProject(({ analysis }) => costOf(analysis, graph, id));
  return cost ? <CostCard cost={cost} /> : null;
}

/** Formula, help and source of a kind of node. */
function About({ definition }: { definition: NodeDefinition }) {
  return (
    <section className={styles.card} aria-label="About">
      <h3>{definition.formula ? 'Formula' : 'What it does'}</h3>
      {definition.formula && <Formula source={definition.formula} display />}
      <p className={styles.help}>
        <Prose text={definition.help} />
      </p>
      {definition.source && <p className={styles.source}>{definition.source}</p>}
    </section>
  );
}
