import { type RefObject, useEffect, useMemo } from 'react';
import { useTheme } from '../lenses/colour/theme';
import type { PlaneStage } from '../lenses/plane/stage';
import type { Extent } from '../lenses/plane/transform';
import { useScene } from '../lenses/plane/use-scene';
import { particleTints } from './colours';
import type { Fields } from './FieldsProbe';
import { cloudSummary } from './frames';
import type { LanePlaneProps } from './LanePlane';
import { TrajectoryScene } from './scene';
import { timeOf, usePosition, useTrajectoryView } from './view';

/** Milliseconds between two looks at all particles, for tests. */
const DIGEST_PAUSE = 80;

/** Keeps the drawing at what the lens shows, and at the present t without asking React. */
export function useLaneScene(
  stage: PlaneStage | null,
  marks: RefObject<HTMLCanvasElement | null>,
  props: LanePlaneProps,
) {
  const { info, lane, data, fields, density, ground, model, lattice, content, links } = props;
  const theme = useTheme();
  const { trails, x0, data: showData, colour, picked, camera } = useTrajectoryView();
  const scene = useScene(stage, (on) => new TrajectoryScene(on, theme));
  const frames = lane.answer?.frames ?? null;

  useEffect(() => {
    const shown = showData && data;
    scene?.setData(shown ? shown.values : null, shown ? shown.count : 0, theme.muted, theme.light ? 0.5 : 0.38);
  }, [scene, data, showData, theme]);
  const { id } = lane.settings;
  useEffect(() => {
    const take = ({ lanes }: Fields) => {
      const field = lanes.get(id);
      scene?.setArrows(field?.arrows ?? null, field?.count ?? 0);
    };
    take(fields.getState());
    return fields.subscribe(take);
  }, [scene, fields, id]);

  const kind = colour === 'class' && info.data.classes.length < 2 ? 'plain' : colour;
  const tints = useMemo(() => {
    if (!frames) return null;
    const end = frames.samples.subarray(2 * frames.steps * frames.count);
    return particleTints(kind, end, frames.count, data, theme.sampler, 0.95);
  }, [frames, kind, data, theme]);

  useEffect(() => {
    if (scene && frames) scene.setFrames(frames);
  }, [scene, frames]);
  const { minX, minY, maxX, maxY } = content ?? NOWHERE;
  useEffect(() => {
    const box = ground === 'density' && maxX > minX ? { minX, minY, maxX, maxY } : null;
    scene?.setDensity(box, density);
  }, [scene, ground, density, minX, minY, maxX, maxY]);
  useEffect(() => {
    scene?.setModelDensity(model);
  }, [scene, model]);
  useEffect(() => {
    scene?.setLattice(lattice, theme.text);
    if (marks.current) marks.current.dataset.lattice = String(lattice?.count ?? 0);
  }, [scene, marks, lattice, theme]);
  useEffect(() => {
    if (scene && tints) scene.setTints(tints);
  }, [scene, tints]);
  useEffect(() => {
    if (frames) scene?.pick(picked, theme);
  }, [scene, frames, picked, theme]);

  useEffect(() => {
    if (!scene || !stage || !frames) return;
    let timer = 0;
    let moved = false;
    const digest = () => {
      const cloud = cloudSummary(scene.places(), frames.count);
      if (marks.current)
        Object.assign(marks.current.dataset, { digest: String(cloud.digest), particles: String(frames.count) });
    };
    // At once after a rest, and not at every frame of a movement.
    const rested = () => {
      timer = 0;
      if (moved) tell();
    };
    const tell = () => {
      moved = timer !== 0;
      if (moved) return;
      digest();
      timer = window.setTimeout(rested, DIGEST_PAUSE);
    };
    const show = () => {
      scene.show(timeOf(usePosition.getState().share), { trails, x0 });
      tell();
    };
    show();
    const stop = usePosition.subscribe((position, before) => {
      if (position.share !== before.share) show();
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [scene, stage, marks, frames, trails, x0]);

  useEffect(() => {
    if (!scene || !stage || !camera || picked === null) return;
    const along = () => {
      const place = scene.one.place;
      if (place) links.moveAlone(stage, place[0], place[1]);
    };
    along();
    // Subscribed after the drawing is: it has moved the particle already.
    return usePosition.subscribe(along);
  }, [scene, stage, links, camera, picked]);
  return scene;
}

const NOWHERE: Extent = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
