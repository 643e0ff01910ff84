import { type ConnectionState, useConnection, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { catalogue } from '../../core/catalogue';
import { classes } from '../components/classes';
import { trialAnalysis } from '../state/analysis';
import { useProject } from '../state/project';
import { editContext } from './add-node';
import styles from './ConnectionNote.module.css';
import { useCanvas } from './canvas-state';
import { type ConnectionVerdict, judgeConnection } from './connection-check';

/** How long the reason for a refused wire stays, in milliseconds. */
const STAY = 6_000;

/** Under the pointer while a wire is dragged over a port: what it would carry, or why it cannot be. */
export function ConnectionNote() {
  const connection = useConnection();
  const { flowToScreenPosition } = useReactFlow();
  const verdict = useVerdict(connection);
  const refusal = useCanvas((state) => state.refusal);

  useEffect(() => {
    if (!refusal) return;
    const forget = () => useCanvas.setState({ refusal: null });
    const timer = window.setTimeout(forget, STAY);
    document.addEventListener('pointerdown', forget, { once: true, capture: true });
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('pointerdown', forget, { capture: true });
    };
  }, [refusal]);

  if (verdict && connection.inProgress) return <Card {...verdict} at={flowToScreenPosition(connection.to)} />;
  return refusal && <Card tone="refused" message={refusal.message} at={refusal.screen} />;
}

function Card({ tone, message, problem, at }: ConnectionVerdict & { at: { x: number; y: number } }) {
  return createPortal(
    <div
      className={classes(styles.card, styles[tone])}
      style={{ left: Math.min(at.x + 16, window.innerWidth - 336), top: Math.min(at.y + 18, window.innerHeight - 96) }}
      role="status"
      data-testid={`connection.${tone}`}
    >
      {message}
      {problem?.fixes && problem.fixes.length > 0 && (
        <span className={styles.fix}>Let go for: {problem.fixes.map(({ label }) => label).join(' · ')}</span>
      )}
    </div>,
    document.body,
  );
}

/** Judged once for each pair of ports, not at every movement. */
function useVerdict(connection: ConnectionState): ConnectionVerdict | null {
  const { fromHandle, toHandle } = connection;
  const document = useProject((state) => state.edit?.document);
  const from = fromHandle && `${fromHandle.type} ${fromHandle.nodeId} ${fromHandle.id}`;
  const to = toHandle && `${toHandle.nodeId} ${toHandle.id}`;
  return useMemo(() => {
    const context = editContext();
    if (!from || !to || !document || !context) return null;
    const [side, nearNode, nearPort] = from.split(' ');
    const [farNode, farPort] = to.split(' ');
    const [near, far] = [
      { node: nearNode, port: nearPort },
      { node: farNode, port: farPort },
    ];
    const ends = side === 'source' ? { source: near, target: far } : { source: far, target: near };
    return judgeConnection(document, catalogue, context.graph, ends, useProject.getState().analysis, trialAnalysis);
  }, [from, to, document]);
}
