import { afterEach, describe, expect, it } from 'vitest';
import '../../../src/renderer/bookmarks/views';
import type { RunSummary } from '../../../src/protocol/app';
import { lensView } from '../../../src/renderer/bookmarks/registry';
import { useCurvesView } from '../../../src/renderer/curves/view';
import { useOrbitEye } from '../../../src/renderer/latent/orbit/eye';
import { useTwin } from '../../../src/renderer/latent/twins/twin';
import { useLatentView } from '../../../src/renderer/latent/view';
import type { PlaneStage } from '../../../src/renderer/lenses/plane/stage';
import { holdStage, stagesOf } from '../../../src/renderer/lenses/plane/stages';
import type { PlaneView } from '../../../src/renderer/lenses/plane/transform';
import { useProject } from '../../../src/renderer/state/project';
import { usePosition, useTrajectoryView } from '../../../src/renderer/trajectory/view';

const stores = { latent: useLatentView, curves: useCurvesView, trajectory: useTrajectoryView };
const first = { latent: useLatentView.getState(), curves: useCurvesView.getState() };
const lanes = useTrajectoryView.getState();
afterEach(() => {
  useLatentView.setState(first.latent, true);
  useCurvesView.setState(first.curves, true);
  useTrajectoryView.setState(lanes, true);
});

const view = (lens: string) => {
  const found = lensView(lens);
  if (!found) throw new Error(`There is no view of ${lens}.`);
  return found;
};
const throughFile = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('a bookmark of a lens', () => {
  it('brings the latent lens back as it was, path and classes included', () => {
    const knot = { z: [0.5, -1], item: 7, at: [1, 2] as const, layout: 'umap 2 15 0.1 0' };
    useLatentView.setState({
      layout: { ...first.latent.layout, method: 'umap', neighbours: 30 },
      colourBy: 'z3',
      isolated: new Set([4, 9]),
      path: { knots: [knot, { ...knot, item: null }], legs: ['slerp'], frames: 9, snap: true },
      count: 100_000,
      seed: 12,
      label: 7,
    });
    const kept = useLatentView.getState();
    const record = throughFile(view('latent').read());
    expect(view('latent').words()).toEqual(['UMAP', 'path']);
    useLatentView.setState(first.latent, true);
    expect(view('latent').show(record)).toEqual([]);
    expect(useLatentView.getState()).toEqual(kept);
  });

  it('brings back where the room was turned to and the run beside it, and says when that run has gone', () => {
    const eye = { layout: 'pca 3', theta: 0.4, phi: 1.1, distance: 2.5, target: [0, 0.1, -0.2] as const };
    const run = { run: '2026-01-02', step: 40 };
    useProject.setState({ runs: [run as RunSummary] });
    useOrbitEye.setState({ eye });
    useTwin.setState({ run: run.run });
    const record = throughFile(view('latent').read());
    useOrbitEye.setState({ eye: null });
    useTwin.setState({ run: null });
    expect(view('latent').show(record)).toEqual([]);
    expect([useOrbitEye.getState().eye, useTwin.getState().run]).toEqual([eye, run.run]);
    useProject.setState({ runs: [] });
    expect(view('latent').show({ ...record, eye: { theta: 1 } })).toEqual(['eye', 'the run beside it']);
    expect([useOrbitEye.getState().eye, useTwin.getState().run]).toEqual([eye, null]);
  });

  it('brings the trajectory back, with its place in time and all lanes', () => {
    const lane = { ...lanes.lanes[0], method: 'sampler.heun', num_inference_steps: 8 };
    useTrajectoryView.setState({ lanes: [lane, { ...lane, id: 2 }], ground: 'density', picked: 11 });
    usePosition.setState({ share: 0.4, playing: true });
    const kept = useTrajectoryView.getState();
    const record = throughFile(view('trajectory').read());
    expect(view('trajectory').words()).toEqual(['2 lanes', 't = 0.60']);
    useTrajectoryView.setState(lanes, true);
    usePosition.setState({ share: 1, playing: true });
    expect(view('trajectory').show(record)).toEqual([]);
    expect(useTrajectoryView.getState()).toEqual(kept);
    expect(usePosition.getState()).toMatchObject({ share: 0.4, playing: false });
  });

  it('holds everything that can be set, so that nothing is forgotten when a lens learns something new', () => {
    const passing: Record<string, string[]> = { latent: ['tool'], curves: [], trajectory: [] };
    for (const [lens, store] of Object.entries(stores))
      expect([...Object.keys(view(lens).read()), ...passing[lens]]).toEqual(
        expect.arrayContaining(Object.keys(store.getState())),
      );
  });

  it('takes from a strange file what it can use and names the rest', () => {
    const wrong = view('latent').show({
      split: 'train',
      count: 1e12,
      axes: { x: -1, y: 0 },
      colourBy: 'z',
      layout: { method: 'magic', dimensions: 3, neighbours: 'many' },
      path: { knots: [], legs: ['lerp'] },
      plane: { x: 0 },
      later: [1, 2, 3],
    });
    expect(wrong).toEqual(['count', 'axes', 'colourBy', 'path', 'plane']);
    expect(useLatentView.getState()).toEqual({
      ...first.latent,
      split: 'train',
      layout: { ...first.latent.layout, dimensions: 3 },
    });
    expect(view('trajectory').show({ lanes: [], share: 7 })).toEqual(['lanes', 'share']);
    expect(useTrajectoryView.getState()).toEqual(lanes);
  });
});

describe('the plane of a bookmark', () => {
  /** A stage that notes where it is told to look. */
  function stage(width: number, height: number, follows: boolean) {
    const told: PlaneView[] = [];
    const fake = {
      view: { x: 2, y: 3, scale: 100 },
      extent: { width, height },
      framing: { follows, byHand() {}, fit() {} },
      glideTo: (to: PlaneView) => told.push(to),
      onView: () => () => {},
    };
    const release = holdStage('curves.canvas', fake as unknown as PlaneStage, {} as HTMLElement);
    return { told, release };
  }

  it('shows at least what it showed, however large the lens is now', () => {
    const small = stage(400, 200, false);
    const record = throughFile(view('curves').read());
    expect(record.plane).toEqual({ x: 2, y: 3, halfWidth: 2, halfHeight: 1 });
    small.release();
    const large = stage(400, 800, true);
    globalThis.window = { matchMedia: () => ({ matches: false }) } as unknown as typeof window;
    view('curves').show(record);
    expect(large.told).toEqual([{ x: 2, y: 3, scale: 100 }]);
    large.release();
    expect(stagesOf('curves')).toEqual([]);
  });

  it('is nothing while a lens frames by itself', () => {
    const framed = stage(400, 200, true);
    expect(view('curves').read().plane).toBeNull();
    framed.release();
  });
});
