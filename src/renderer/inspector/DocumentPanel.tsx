import { useState } from 'react';
import { commands } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import { NumberField } from '../components/NumberField';
import { formatCount, formatFlops } from '../format';
import { formatMetric, metricTitle } from '../metrics';
import { dispatch, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import styles from './parts.module.css';
import { RecipeCard } from './RecipeCard';
import { References } from './References';
import settings from './Settings.module.css';

/** The document itself: what it is about, its seed, its recipe, and how its run stands beside the references. */
export function DocumentPanel() {
  const document = useProject((state) => state.edit?.document);
  const parameters = useProject((state) => state.analysis?.parameterCount);
  const flops = useProject((state) => state.analysis?.flops);
  if (!document) return null;
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <TitleField document={document} />
        <span className={styles.sub}>
          {document.models.length > 0 ? `study · ${document.models.join(', ')}` : 'study'}
        </span>
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
      <References references={document.references} />
      <Metrics references={document.references.map(({ metric }) => metric)} />
      {document.recipe && <RecipeCard recipe={document.recipe} />}
      <dl className={`${styles.card} ${styles.rows}`}>
        <div className={styles.row}>
          <dt>parameters</dt>
          <dd>{parameters === undefined ? '–' : formatCount(parameters)}</dd>
        </div>
        {flops !== undefined && (
          <div className={styles.row}>
            <dt>work a step</dt>
            <dd>{formatFlops(flops)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function TitleField({ document }: { document: ProjectDocument }) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const title = draft?.trim();
    if (title && title !== document.title) dispatch(commands.setTitle, { title });
    setDraft(null);
    markEdit();
  };
  return (
    <input
      className={styles.name}
      aria-label="Title of the project"
      value={draft ?? document.title}
      maxLength={120}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setDraft(null);
      }}
      data-testid="inspector.title"
    />
  );
}

/** Metrics of the run that no reference names. */
function Metrics({ references }: { references: readonly string[] }) {
  const metrics = useSession((state) => state.metrics);
  const rest = Object.entries(metrics).filter(([name]) => !references.includes(name));
  if (rest.length === 0) return null;
  return (
    <dl className={`${styles.card} ${styles.rows}`}>
      {rest.map(([name, value]) => (
        <div key={name} className={styles.row}>
          <dt>{metricTitle(name)}</dt>
          <dd>{formatMetric(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
