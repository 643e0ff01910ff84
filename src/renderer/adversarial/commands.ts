import { services } from '../client/services';
import type { WindowCommand } from '../shell/commands';
import { usePace } from '../state/pace';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import { takeTurn } from './TurnPanel';
import { nextTurn, turnsOf } from './turns';
import { useAdversarialView } from './view';

/** Steps per second at which a hand can follow. */
const SLOW = 2;

const isOpen = (): boolean => useRun.getState().phase === 'open';
const playsInTurns = (): boolean => {
  const { info, state } = useSession.getState();
  return isOpen() && !useRun.getState().stale && state !== 'training' && (info?.trainers.length ?? 0) > 1;
};

export const adversarialCommands: WindowCommand[] = [
  {
    id: 'run.turn',
    label: 'One turn of the next trainer',
    group: 'Run',
    keys: ['Mod+Shift+ArrowRight'],
    enabled: playsInTurns,
    run: () => {
      const { info } = useSession.getState();
      const turn = info && nextTurn(turnsOf(info), useAdversarialView.getState().lastTurn);
      if (turn) takeTurn(turn.node);
    },
  },
  {
    id: 'run.slow',
    label: 'Slow motion, or full speed again',
    group: 'Run',
    enabled: isOpen,
    run: () => void services().session.pace(usePace.getState().stepsPerSecond === null ? SLOW : null),
  },
];
