import { services } from '../client/services';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import type { WindowCommand } from './commands';

const isTraining = (): boolean => useSession.getState().state === 'training';
const canTrain = (): boolean => {
  const { project, analysis } = useProject.getState();
  return project !== null && analysis?.ok === true;
};
const isOpening = (): boolean => useRun.getState().phase === 'opening';
const hasRun = (): boolean => useRun.getState().phase === 'open' && useSession.getState().step > 0;

export const runCommands: WindowCommand[] = [
  {
    id: 'run.toggle',
    label: 'Train or pause',
    group: 'Run',
    keys: ['Mod+Enter'],
    inText: true,
    enabled: () => isTraining() || canTrain(),
    run: () => void (isTraining() ? services().session.pause() : services().session.train()),
  },
  {
    id: 'run.step',
    label: 'One step',
    group: 'Run',
    keys: ['Mod+ArrowRight'],
    enabled: () => canTrain() && !isTraining() && !isOpening(),
    run: () => void services().session.step(),
  },
  {
    id: 'run.stop',
    label: 'Stop and measure',
    group: 'Run',
    keys: ['Mod+.'],
    enabled: () => hasRun() && useSession.getState().state !== 'finished',
    run: () => void services().session.stop(),
  },
  {
    id: 'run.restart',
    label: 'Start a new run',
    group: 'Run',
    enabled: () => canTrain() && useRun.getState().phase === 'open',
    run: () => void services().session.startOver(),
  },
  {
    id: 'run.evaluate',
    label: 'Measure on held-out data',
    group: 'Run',
    enabled: () => useRun.getState().phase === 'open',
    run: () => void services().session.evaluate(),
  },
];
