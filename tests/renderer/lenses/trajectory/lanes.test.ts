import { describe, expect, test } from 'vitest';
import {
  chooseSampler,
  duplicateLane,
  type LaneSettings,
  laneSettings,
  plainLane,
  previewQuery,
  removeLane,
  sampleQuery,
  samplerChoice,
  samplerChoices,
} from '../../../../src/renderer/trajectory/lanes';
import { eulerInfo } from '../../probe-info';

const sampler = eulerInfo({ title: 'My Euler', guidance_scale: 2, classes: 8, guided: true });
const probes = {
  samplers: [sampler],
  walks: [],
  methods: [
    { method: 'sampler.euler', title: 'Euler', stochastic: false },
    { method: 'sampler.sde', title: 'SDE', stochastic: true },
  ],
};
const settingsOf = (change: object, of = probes): LaneSettings => {
  const settings = laneSettings({ ...plainLane(0), ...change }, of);
  if (!settings) throw new Error('no settings');
  return settings;
};

describe('a lane', () => {
  test('asks for what the sampler node has until it is changed', () => {
    expect(sampleQuery(settingsOf({}), 3, 100)).toEqual({
      node: 'euler',
      seed: 3,
      count: 100,
      num_inference_steps: 50,
      guidance_scale: 2,
      label: null,
    });
    expect(sampleQuery(settingsOf({ num_inference_steps: 5, guidance_scale: 0, label: 4 }), 3, 100)).toMatchObject({
      num_inference_steps: 5,
      guidance_scale: 0,
      label: 4,
    });
  });

  test('asks for nothing that its network or sampler does not know', () => {
    const plain = { ...probes, samplers: [{ ...sampler, classes: 0, guided: false }] };
    const query = sampleQuery(settingsOf({ guidance_scale: 3, eta: 0.5, label: 2 }, plain), 1, 10);
    expect(Object.keys(query).toSorted()).toEqual(['count', 'node', 'num_inference_steps', 'seed']);
  });

  test('with another sampler in the place of its node names it, and only a stochastic one takes eta', () => {
    const sde = settingsOf({ method: 'sampler.sde' });
    expect(sampleQuery(sde, 1, 10)).toMatchObject({ node: 'euler', method: 'sampler.sde', eta: 1 });
    expect(sampleQuery(settingsOf({ method: 'sampler.sde', eta: 0 }), 1, 10).eta).toBe(0);
    expect(settingsOf({ method: 'sampler.gone' }).method).toBe('sampler.euler');
    expect(settingsOf({ sampler: 'gone' }).sampler.node).toBe('euler');
    expect(laneSettings(plainLane(0), { samplers: [], walks: [], methods: [] })).toBeNull();
  });

  test('offers each sampler once, and a choice leads back to itself', () => {
    const settings = settingsOf({});
    const choices = samplerChoices(settings, probes);
    expect(choices.map(({ label }) => label)).toEqual(['My Euler', 'SDE']);
    for (const { value } of choices) expect(samplerChoice(settingsOf(chooseSampler(value)))).toBe(value);
  });
});

describe('the list of lanes', () => {
  test('grows to four beside the copied one, each with an id of its own, and never gets empty', () => {
    let lanes: readonly ReturnType<typeof plainLane>[] = [plainLane(0)];
    lanes = duplicateLane(lanes, 0, { eta: 1 });
    lanes = duplicateLane(lanes, 0);
    expect(lanes.map(({ id }) => id)).toEqual([0, 2, 1]);
    expect(lanes[2].eta).toBe(1);
    lanes = duplicateLane(duplicateLane(lanes, 1), 1);
    expect(lanes).toHaveLength(4);
    lanes = removeLane(lanes, 2);
    expect(duplicateLane(lanes, 0).map(({ id }) => id)).toContain(2);
    for (const id of [0, 1, 2, 3]) lanes = removeLane(lanes, id);
    expect(lanes).toHaveLength(1);
  });
});

describe('a preview', () => {
  const full = sampleQuery(settingsOf({ num_inference_steps: 100 }), 1, 10_000);

  test('has fewer particles and steps, and the rest as it is', () => {
    const preview = previewQuery(full, false, 'guidance_scale');
    expect(preview.count).toBeLessThanOrEqual(500);
    expect(preview.num_inference_steps).toBeLessThan(100);
    expect({ ...preview, count: 0, num_inference_steps: 0 }).toEqual({ ...full, count: 0, num_inference_steps: 0 });
  });

  test('of the number of steps keeps that number', () => {
    expect(previewQuery(full, false, 'num_inference_steps').num_inference_steps).toBe(100);
    expect(previewQuery(full, true, null).count).toBeLessThan(previewQuery(full, false, null).count);
  });
});
