import { useEffect, useMemo, useRef } from 'react';
import { createStore, type StoreApi } from 'zustand';
import { useSettled } from '../lenses/hooks/use-settled';
import type { PlaneStage } from '../lenses/plane/stage';
import { useStageView } from '../lenses/plane/use-view';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { type Arrows, fieldArrows, fieldGrid, fieldScale, LEAST_SCORE_TIME, scoreOf } from './field';
import type { LaneSettings } from './lanes';
import { type Ground, timeOf, usePosition } from './view';

export interface LaneField {
  arrows: Arrows;
  count: number;
}
export interface Fields {
  /** By lane. */
  lanes: ReadonlyMap<number, LaneField>;
  /** The length that gets the last colour. */
  top: number;
  /** The time that was asked, which for a score stays away from 0. */
  t: number | null;
  error: string | null;
}

const none: ReadonlyMap<number, LaneField> = new Map();

/** Answers come at every frame while somebody scrubs: drawings take them from here without asking React. */
export type FieldsStore = StoreApi<Fields>;
export const createFieldsStore = (): FieldsStore => createStore(() => ({ lanes: none, top: 1, t: null, error: null }));

interface Asked {
  node: string;
  guidance_scale?: number;
  label?: number | null;
}
/** What decides a lane's field: lanes that differ in the sampler alone share one. */
const askedOf = ({ sampler, guided, guidance_scale, classes, label }: LaneSettings): Asked => ({
  node: sampler.node,
  ...(guided ? { guidance_scale } : {}),
  ...(classes > 0 ? { label } : {}),
});

interface FieldsProps {
  /** The plane whose view counts; all lanes show the same part of the plane. */
  stage: PlaneStage | null;
  settings: readonly LaneSettings[];
  ground: Ground;
  visible: boolean;
  store: FieldsStore;
}

/** Asks for the velocity or the score at the present t on a grid over what the first plane shows, for every lane. */
export function FieldsProbe({ stage, settings, ground, visible, store }: FieldsProps) {
  const score = ground === 'score';
  const wanted = ground === 'velocity' || score;
  const share = usePosition((position) => (wanted ? position.share : 1));
  const moving = usePosition((position) => position.playing || position.scrubbing);
  const { weights, key: version } = useWeights();
  const view = useSettled(useStageView(stage), 80);
  const scale = useRef<{ of: Ground; top: number } | null>(null);
  const grid = useMemo(
    () => (wanted && stage && stage.extent.width > 0 ? fieldGrid(view, stage.extent, stage.framing.shown) : null),
    [stage, view, wanted],
  );
  const t = score ? Math.max(LEAST_SCORE_TIME, timeOf(share)) : timeOf(share);
  const fields = settings.filter(({ walk }) => walk === null);
  const asked = [...new Map(fields.map((each) => [JSON.stringify(askedOf(each)), askedOf(each)]))];

  const { value, error } = useProbe({
    query: wanted && visible && grid && grid.count > 0 && asked.length > 0 ? { grid, t, asked, weights, ground } : null,
    key: `${ground} ${t.toFixed(4)} ${view.x} ${view.y} ${view.scale} ${grid?.count} ${version} ${asked.map(([key]) => key)}`,
    urgent: moving,
    ask: async (client, query) => {
      const { points, count } = query.grid;
      const fields = new Map<string, Float32Array>();
      for (const [key, of] of query.asked) {
        const channel = 'trajectory.field';
        const field = await client.request('probe.field', {
          channel,
          weights: query.weights,
          points,
          count,
          t: query.t,
          ...of,
        });
        fields.set(key, query.ground === 'score' ? scoreOf(points, field.vectors, query.t) : field.vectors);
      }
      return { ...query, fields };
    },
  });

  useEffect(() => {
    if (!value || value.ground !== ground) {
      store.setState({ lanes: none, top: 1, t: null, error });
      return;
    }
    const { count } = value.grid;
    const before = scale.current?.of === ground ? scale.current.top : null;
    const top = Math.max(...[...value.fields.values()].map((vectors) => fieldScale(value.grid, vectors, before)));
    scale.current = { of: ground, top };
    const direction = ground === 'score' ? 1 : -1;
    const drawn = new Map(
      [...value.fields].map(([key, vectors]) => [
        key,
        { arrows: fieldArrows(value.grid, vectors, top, direction), count },
      ]),
    );
    const lanes = new Map<number, LaneField>();
    for (const each of settings) {
      if (each.walk) continue;
      const field = drawn.get(JSON.stringify(askedOf(each)));
      if (field) lanes.set(each.id, field);
    }
    store.setState({ lanes, top, t: value.t, error });
  }, [value, settings, ground, error, store]);
  return null;
}
