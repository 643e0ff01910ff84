import type { SessionInfo } from '../../protocol/worker';
import { useSession } from '../state/session';
import { takeStep, takeTurn } from './TurnPanel';
import { nextTurn, turnsOf } from './turns';
import { changeAdversarialView, useAdversarialView } from './view';

/** Keys of the lens: D and G take a turn, Space the next one, S a whole step, N other noise. True when the key was used. */
export function turnByKey({ key }: { key: string }, info: SessionInfo): boolean {
  const turns = turnsOf(info);
  if (key === 'n') {
    changeAdversarialView({ seed: useAdversarialView.getState().seed + 1 });
    return true;
  }
  const turn =
    key === ' '
      ? nextTurn(turns, useAdversarialView.getState().lastTurn)
      : turns.find(({ short }) => short.length === 1 && short.toLowerCase() === key);
  if (!turn && key !== 's') return false;
  if (useSession.getState().state === 'training') return true;
  if (turn) takeTurn(turn.node);
  else takeStep();
  return true;
}
