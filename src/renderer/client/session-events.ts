import type { SessionInfo, Telemetry, WorkerEvents } from '../../protocol/worker';
import { reveal } from '../state/edit';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import type { WorkerClient } from './worker-client';

/** Milliseconds between two moments at which views ask for new pictures while a model trains. */
const REFRESH = 250;

/** Writes what a training process tells into `useSession`. Returns the way to stop. */
export function followWorker(client: WorkerClient, now: () => number, say: (message: string) => void): () => void {
  let refreshedAt = Number.NEGATIVE_INFINITY;
  /** Steps were taken that no view has been told of: single ones may come quicker than views are refreshed. */
  let owed = false;
  const onTelemetry = (telemetry: Telemetry): void => {
    const time = now();
    const refresh = time - refreshedAt >= REFRESH;
    if (refresh) refreshedAt = time;
    owed = !refresh;
    addTelemetry(telemetry, refresh);
  };
  const onState = (event: WorkerEvents['state']): void => {
    changeState(event, owed);
    if (event.state !== 'training') owed = false;
  };
  const stops = [
    client.on('telemetry', (event) => isOpenRun(event) && onTelemetry(event)),
    client.on('state', (event) => isOpenRun(event) && onState(event)),
    client.on('metrics', (event) => isOpenRun(event) && addMetrics(event.values)),
    client.on('checkpoint', (event) => isOpenRun(event) && useSession.setState({ lastCheckpoint: event.step })),
    client.on('nonFinite', (event) => isOpenRun(event) && pauseBefore(event)),
    client.on('reopened', ({ info, notice }) => isOpenRun(info) && goBack(info, notice)),
    client.on('progress', (event) => useSession.setState({ progress: 'finished' in event ? null : event })),
    client.on('log', ({ level, message, details }) => {
      if (level === 'error') useSession.setState({ failure: { message, details, user: false } });
      else say(message);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Events of a run that was open before may still be under way. */
const isOpenRun = ({ run }: { run: string }): boolean => run === useSession.getState().info?.run;

function addTelemetry(telemetry: Telemetry, refresh: boolean): void {
  const { history, historyVersion, weightsVersion } = useSession.getState();
  history?.append(telemetry);
  useSession.setState({
    step: telemetry.step,
    stepsPerSecond: telemetry.stepsPerSecond,
    secondsLeft: telemetry.secondsLeft,
    historyVersion: historyVersion + 1,
    weightsVersion: refresh ? weightsVersion + 1 : weightsVersion,
  });
}

function changeState({ state, step, steps }: WorkerEvents['state'], owed: boolean): void {
  const before = useSession.getState();
  const rests = state !== 'training';
  useSession.setState({
    state,
    step,
    steps,
    failure: state === 'failed' ? before.failure : null,
    nonFinite: state === 'training' ? null : before.nonFinite,
    stepsPerSecond: rests ? 0 : before.stepsPerSecond,
    secondsLeft: rests ? 0 : before.secondsLeft,
    weightsVersion: rests && (owed || before.state !== state) ? before.weightsVersion + 1 : before.weightsVersion,
  });
}

/** Shows why training paused, and where: the node comes on the canvas and is selected. */
function pauseBefore(event: WorkerEvents['nonFinite']): void {
  useSession.setState({ nonFinite: event });
  if (event.culprit) reveal({ network: event.culprit.network, node: event.culprit.node });
}

/** The run goes on from an earlier step, perhaps on another device. */
function goBack(info: SessionInfo, notice: string | null): void {
  const before = useSession.getState();
  const { id } = info.backend;
  // The process has left the device that was chosen; a new run tries that one again, in a process of its own.
  if (before.info?.backend.id !== id) useRun.setState({ device: id });
  before.history?.truncate(info.step);
  useSession.setState({
    info,
    step: info.step,
    steps: info.steps,
    metrics: {},
    nonFinite: null,
    notice: notice ?? before.notice,
    historyVersion: before.historyVersion + 1,
    weightsVersion: before.weightsVersion + 1,
    lastCheckpoint: info.step > 0 ? info.step : null,
  });
}

const addMetrics = (values: Readonly<Record<string, number>>): void =>
  useSession.setState({ metrics: { ...useSession.getState().metrics, ...values } });
