import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdLenses } from '../../../src/renderer/export/film/hold';
import { holdKeptSteps } from '../../../src/renderer/export/providers/training';
import { reducedMotion } from '../../../src/renderer/lenses/hooks/use-media';
import { lookAt, useTrainingTime } from '../../../src/renderer/lenses/time/training-time';
import { emptySession, useSession } from '../../../src/renderer/state/session';
import { usePosition } from '../../../src/renderer/trajectory/view';

const step = () => useTrainingTime.getState().step;

beforeEach(() => vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) }));
afterEach(() => {
  vi.unstubAllGlobals();
  useSession.setState(emptySession, true);
  holdKeptSteps([]);
  lookAt(null);
});

describe('while a film is recorded', () => {
  it('a model that trains is looked at as it was kept last, and followed again afterwards', () => {
    useSession.setState({ state: 'training' });
    holdKeptSteps([0, 10, 20]);
    const follow = holdLenses();
    expect(step()).toBe(20);
    follow();
    expect(step()).toBeNull();
  });

  it('nothing plays or glides by itself, and goes on afterwards', () => {
    usePosition.setState({ playing: true });
    useTrainingTime.setState({ step: 10, playing: true });
    const release = holdLenses();
    expect([usePosition.getState().playing, useTrainingTime.getState(), reducedMotion()]).toEqual([
      false,
      { step: 10, playing: false },
      true,
    ]);
    release();
    expect([usePosition.getState().playing, useTrainingTime.getState(), reducedMotion()]).toEqual([
      true,
      { step: 10, playing: true },
      false,
    ]);
  });

  it('a model that rests, or an earlier step, is left as it is', () => {
    holdKeptSteps([0, 10, 20]);
    holdLenses()();
    expect(step()).toBeNull();
    useSession.setState({ state: 'training' });
    lookAt(10);
    const follow = holdLenses();
    expect(step()).toBe(10);
    follow();
    expect(step()).toBe(10);
  });
});
