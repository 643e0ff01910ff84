import type { ArrayData } from '../../../core/export';
import { useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { predicts } from '../../trajectory/frames';
import { laneSettings, sampleQuery } from '../../trajectory/lanes';
import { SECONDS } from '../../trajectory/playback';
import { sampledCount, usePosition, useTrajectoryView } from '../../trajectory/view';
import { integers, jsonArray, named } from '../arrays';
import { registerExport } from '../registry';
import { settled } from '../settled';
import type { Film } from '../types';
import { trainingFilm } from './training';

/** From noise to data, as the timeline goes. */
function wayFilm(): Film {
  const before = usePosition.getState();
  return {
    id: 'way',
    title: 'From noise to data',
    seconds: SECONDS,
    stops: null,
    async turnTo(share) {
      usePosition.setState({ share, rested: 0, playing: false });
      await settled();
    },
    done: () => usePosition.setState({ ...before, scrubbing: false }),
  };
}

/** Every lane's trajectory, sampled again from the same noise; lanes count from 0 in the order on the screen. */
async function arrays(): Promise<ReadonlyMap<string, ArrayData>> {
  const { client, info } = useSession.getState();
  if (!client || !info) throw new Error('No model is open; press Train or take one step, then export again.');
  const { lanes, seed, count } = useTrajectoryView.getState();
  const { step } = useTrainingTime.getState();
  const weights = step === null ? undefined : { step };
  const found: Record<string, ArrayData | null> = {};
  const told: object[] = [];
  for (const [i, lane] of lanes.entries()) {
    const settings = laneSettings(lane, info.probes);
    if (!settings) continue;
    const query = sampleQuery(settings, seed, sampledCount(info.data.itemShape, count));
    const answer = await client.request('probe.sample', { channel: `export.sample.${i}`, weights, ...query });
    const shape = [answer.count, ...answer.itemShape];
    const name = lanes.length > 1 ? `lane${i}_` : '';
    found[`${name}samples`] = { shape: [answer.steps + 1, ...shape], data: answer.samples };
    const predicted = { shape: [answer.steps, ...shape], data: answer.predOriginal };
    found[`${name}pred_original`] = predicts(answer) ? predicted : null;
    found[`${name}times`] = { shape: [answer.times.length], data: answer.times };
    found[`${name}labels`] = answer.labels.length > 0 ? integers(answer.labels) : null;
    told.push({ ...query, method: answer.method, evaluations: answer.evaluations, step: answer.step });
  }
  return named({ ...found, settings: jsonArray({ run: info.run, lanes: told }) });
}

registerExport('trajectory', { films: () => [wayFilm(), ...trainingFilm()], arrays });
