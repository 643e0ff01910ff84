import { commands } from '../../core/graph';
import type { Graph } from '../../core/graph/document';
import { NumberField } from '../components/NumberField';
import { formatBytes, formatCount, formatFlops } from '../format';
import { formatMetric, metricTitle } from '../metrics';
import { dispatch, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import { CostRow } from './CostCard';
import { tiedParameters } from './cost-rows';
import { HeavyTable } from './HeavyTable';
import { TitleField } from './NameField';
import styles from './parts.module.css';
import { RecipeCard } from './RecipeCard';
import { References } from './References';
import settings from './Settings.module.css';

/** The document itself: what it is about, its seed, its recipe, and how its run stands beside the references. */
export function DocumentPanel() {
  const document = useProject((state) => state.edit?.document);
  if (!document) return null;
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <TitleField
          label="Title of the project"
          value={document.title}
          maxLength={120}
          onCommit={(title) => title && dispatch(commands.setTitle, { title })}
          testId="inspector.title"
        />
        <span className={styles.sub}>study</span>
      </header>
      {document.summary && <p className={styles.help}>{document.summary}</p>}
      <div className={settings.setting}>
        <div className={settings.head}>
          <span className={settings.label}>Seed</span>
        </div>
        <NumberField
          label="Seed"
          value={document.seed}
          integer
          min={0}
          max={2 ** 31 - 1}
          onChange={(seed) => {
            dispatch(commands.setSeed, { seed });
            markEdit();
          }}
          testId="inspector.seed"
        />
      </div>
      <Costs study={document.study} />
      <HeavyTable graph={null} content={document.study} />
      <References references={document.references} />
      <Metrics references={document.references.map(({ metric }) => metric)} />
      {document.recipe && <RecipeCard recipe={document.recipe} models={document.models} />}
    </div>
  );
}

/** Size and work of the whole document. */
function Costs({ study }: { study: Graph }) {
  const analysis = useProject((state) => state.analysis);
  if (!analysis) return null;
  const { parameterCount, flops, memory } = analysis;
  const tied = tiedParameters(analysis, study);
  return (
    <section className={styles.card} aria-label="Costs" data-testid="inspector.costs">
      <h3>Costs</h3>
      <dl className={styles.rows}>
        <CostRow
          term="parameters"
          help="Distinct numbers that training changes; nodes that are tied share theirs."
          value={formatCount(parameterCount)}
        />
        {tied > 0 && (
          <CostRow
            term="saved by tying"
            help="How many more parameters there would be if no node shared its weights with another."
            value={formatCount(tied)}
          />
        )}
        {flops !== undefined && (
          <CostRow
            term="work a step"
            help="Floating-point operations of a training step, about: forward, and backward to inputs and weights."
            value={formatFlops(flops)}
          />
        )}
        {memory !== undefined && (
          <CostRow
            term="memory"
            help="What training holds at once, about: weights, gradients, the optimiser's state, and the values that a step keeps for the way back. The program itself and its pictures come on top."
            value={formatBytes(memory)}
          />
        )}
      </dl>
    </section>
  );
}

/** Metrics of the run that no reference names. */
function Metrics({ references }: { references: readonly string[] }) {
  const metrics = useSession((state) => state.metrics);
  const nodes = useProject(({ edit }) => edit?.document.study.nodes);
  const rest = Object.entries(metrics).filter(([name]) => !references.includes(name));
  if (rest.length === 0) return null;
  return (
    <dl className={`${styles.card} ${styles.rows}`}>
      {rest.map(([name, value]) => (
        <div key={name} className={styles.row}>
          <dt>{metricTitle(name, nodes)}</dt>
          <dd>{formatMetric(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
