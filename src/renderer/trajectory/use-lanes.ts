import { useMemo, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { type LaneAnswer, type LaneQuery, sampleLanes, TrajectoryCache } from './lane-sampler';
import { type LaneSettings, laneSettings, previewQuery, sampleQuery } from './lanes';
import { commonTimes } from './playback';
import { useDraft, usePad, usePosition, useTrajectoryView } from './view';

export interface FollowedLane {
  settings: LaneSettings;
  answer: LaneAnswer | null;
  error: string | null;
}

export interface FollowedLanes {
  lanes: readonly FollowedLane[];
  /** All times at which a lane has a step, falling. */
  times: readonly number[];
}

interface LaneState {
  answer: LaneAnswer | null;
  error: string | null;
}
const nothing: LaneState = { answer: null, error: null };

/** Outlives the lens: it is made anew where it moves to another half of the window, and must not sample again for that. */
const caches = new WeakMap<SessionInfo, TrajectoryCache>();
function cacheOf(info: SessionInfo): TrajectoryCache {
  const known = caches.get(info) ?? new TrajectoryCache();
  caches.set(info, known);
  return known;
}

/** Settings of every lane, with what is being dragged. */
export function useLaneSettings(info: SessionInfo): LaneSettings[] {
  const lanes = useTrajectoryView((view) => view.lanes);
  const draft = useDraft((state) => state.draft);
  return useMemo(
    () =>
      lanes
        .map((lane) => (draft?.lane === lane.id ? { ...lane, [draft.setting]: draft.value } : lane))
        .map((lane) => laneSettings(lane, info.probes))
        .filter((settings) => settings !== null),
    [lanes, draft, info],
  );
}

/**
 * Samples every lane from the lens's noise, again when settings or weights have changed, but never under a hand that scrubs.
 * While a setting is dragged its lane shows a preview. One question at a time, whatever the number of lanes.
 */
export function useLanes(info: SessionInfo, count: number, pictures: boolean, visible: boolean): FollowedLanes {
  const settings = useLaneSettings(info);
  const { seed, follow } = useTrajectoryView();
  const draft = useDraft((state) => state.draft);
  const scrubbing = usePosition((position) => position.scrubbing);
  const { weights, key: version } = useWeights();
  const [states, setStates] = useState<ReadonlyMap<number, LaneState>>(new Map());
  const cache = cacheOf(info);
  const wanted = useRef('');
  const { ahead, dragging } = usePad();
  const held = useRef(version);
  if (follow || weights) held.current = version;
  const now = held.current;

  const queries: LaneQuery[] = settings.map((each) => {
    const full = sampleQuery(each, seed, count);
    const keyOf = (query: typeof full) => JSON.stringify([query, now]);
    const preview = draft?.lane === each.id || (dragging && !cache.has(keyOf(full)));
    const query = preview ? previewQuery(full, pictures, draft?.lane === each.id ? draft.setting : null) : full;
    return { id: each.id, query, weights, key: keyOf(query), version: now, preview };
  });
  const later: LaneQuery[] = ahead.flatMap((step) =>
    settings.map((each) => {
      const query = previewQuery(sampleQuery(each, seed, count), pictures, null);
      const at = `at ${step}`;
      return { id: each.id, query, weights: { step }, key: JSON.stringify([query, at]), version: at, preview: true };
    }),
  );
  const key = [...queries, ...later].map((query) => query.key).join('\n');
  // Newer weights alone make nothing stale: while a model trains they come faster than four lanes are sampled.
  const settled = JSON.stringify([queries.map(({ query }) => query), weights]);
  wanted.current = settled;

  useProbe({
    query: visible && queries.length > 0 ? { queries, later, settled, now } : null,
    key,
    hold: scrubbing && !dragging,
    urgent: draft !== null || dragging,
    ask: (client, asked) => {
      cache.retain(asked.now);
      return sampleLanes({
        client,
        cache,
        lanes: asked.queries,
        ahead: asked.later,
        stale: () => wanted.current !== asked.settled,
        now: () => performance.now(),
        onLane: (id, outcome) =>
          setStates((before) => {
            const state = before.get(id) ?? nothing;
            const next =
              'answer' in outcome ? { answer: outcome.answer, error: null } : { ...state, error: outcome.error };
            return state.answer === next.answer && state.error === next.error ? before : new Map(before).set(id, next);
          }),
      });
    },
  });

  return useMemo(() => {
    const lanes = settings.map((each) => ({ settings: each, ...(states.get(each.id) ?? nothing) }));
    const times = commonTimes(lanes.flatMap(({ answer }) => (answer ? [answer.frames.times] : [])));
    return { lanes, times };
  }, [settings, states]);
}
