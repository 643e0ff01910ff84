import { CircleAlert, CircleCheck, TriangleAlert, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import { graphAt, nodeName } from '../../core/graph';
import type { Problem } from '../../core/graph/document';
import { classes } from '../components/classes';
import { MenuButton, type MenuItem } from '../components/Menu';
import { Tooltip } from '../components/Tooltip';
import { useProblems } from '../editor/use-node';
import { formatAgo, formatCount, formatFlops, formatPlural } from '../format';
import { useAnnouncement } from '../state/announce';
import { reveal } from '../state/edit';
import { useProject } from '../state/project';
import styles from './StatusBar.module.css';

/** The foot of the window: saved or not, how large the model is, what is wrong. */
export function StatusBar() {
  return (
    <footer className={styles.bar} data-region="status">
      <Saved />
      <Size />
      <span className={styles.space} />
      <LastEdit />
      <Problems />
      <Tooltip content="Latent Loom never uses the network: nothing leaves this machine." side="top">
        <span className={styles.item}>
          <WifiOff aria-hidden />
          Offline
        </span>
      </Tooltip>
    </footer>
  );
}

function Saved() {
  const { state, savedAt, failure } = useProject((project) => project.saving);
  const path = useProject((project) => project.project?.path);
  const now = useSeconds();
  const words = {
    saved: savedAt === null ? 'Saved' : `Saved ${formatAgo(now - savedAt)}`,
    dirty: 'Edited',
    saving: 'Saving…',
    failed: 'Not saved',
  };
  const place = path ?? 'A draft, kept by the program. Save it to choose its folder.';
  return (
    <Tooltip content={failure?.message ?? place} side="top">
      <span className={styles.item} data-state={state} data-testid="status.saved">
        {words[state]}
        {path === null && ' · draft'}
      </span>
    </Tooltip>
  );
}

/** How long what undo and redo did stays at the foot of the window, in milliseconds. */
const SHOWN = 4_000;

/** What undo or redo did last, for a moment. Screen readers have it from the live region. */
function LastEdit() {
  const { serial, text, shown } = useAnnouncement();
  const [past, setPast] = useState(serial);
  useEffect(() => {
    const timer = window.setTimeout(() => setPast(serial), SHOWN);
    return () => window.clearTimeout(timer);
  }, [serial]);
  return past === serial || !shown ? null : (
    <span className={styles.item} aria-hidden data-testid="status.last-edit">
      {text}
    </span>
  );
}

/** The time, once a second. */
function useSeconds(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

function Size() {
  const parameters = useProject(({ analysis }) => analysis?.parameterCount);
  const flops = useProject(({ analysis }) => analysis?.flops);
  if (!parameters) return null;
  const parts = [`${formatCount(parameters)} parameters`, flops && `${formatFlops(flops)} a step`].filter(Boolean);
  return (
    <span className={styles.item} data-testid="status.size">
      {parts.join(' · ')}
    </span>
  );
}

function Problems() {
  const problems = useProblems();
  if (!problems) return null;
  if (problems.length === 0) {
    return (
      <span className={styles.item} data-testid="status.problems">
        <CircleCheck aria-hidden />
        No problems
      </span>
    );
  }
  const grave = problems.some(({ severity }) => severity === 'error');
  const Icon = grave ? CircleAlert : TriangleAlert;
  return (
    <MenuButton
      label={formatPlural(problems.length, 'problem')}
      items={() => problems.map(problemItem)}
      className={classes(styles.problems, !grave && styles.hints)}
      testId="status.problems"
    >
      <Icon aria-hidden />
      {formatPlural(problems.length, 'problem')}
    </MenuButton>
  );
}

function problemItem(problem: Problem, index: number): MenuItem {
  const document = useProject.getState().edit?.document;
  const node = document && graphAt(document, problem.network ?? null)?.nodes.find(({ id }) => id === problem.node);
  const name = node && nodeName(node, catalogue);
  return {
    id: `problem-${index}`,
    label: name ?? 'The graph',
    note: problem.message,
    icon: CircleAlert,
    danger: problem.severity === 'error',
    run: () => reveal(problem),
  };
}
