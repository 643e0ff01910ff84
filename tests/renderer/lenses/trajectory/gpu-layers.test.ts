import { describe, expect, test } from 'vitest';
import { FramesTexture } from '../../../../src/renderer/trajectory/gpu/frames-texture';
import { LinesLayer } from '../../../../src/renderer/trajectory/gpu/lines-layer';
import { ParticlesLayer } from '../../../../src/renderer/trajectory/gpu/particles-layer';

/** Two particles in two steps: one goes straight to (2, 0), one turns a corner. */
const path = new FramesTexture(new Float32Array([0, 0, 0, 0, 1, 0, 1, 0, 2, 0, 1, 1]), 3, 2);
const predictions = new FramesTexture(new Float32Array([4, 0, 0, 4, 6, 0, 0, 6]), 2, 2);
const colours = new Uint8Array([1, 2, 3, 255, 4, 5, 6, 255]);

test('the texture holds every place of every step, in rows of texels', () => {
  const count = 3_000;
  const values = Float32Array.from({ length: 2 * 5 * count }, (_, i) => i);
  const { texture } = new FramesTexture(values, 5, count);
  const { width, height, data } = texture.image;
  expect(width * height).toBeGreaterThanOrEqual(5 * count);
  expect(data?.[2 * 4 * count + 7]).toBe(2 * 4 * count + 7);
});

describe('particles as vectors', () => {
  test('are where the graphics card draws them, also beyond the last step', () => {
    const layer = new ParticlesLayer();
    layer.colour(colours);
    layer.set(path, 1.5);
    expect([...Array.from(layer.marks().places)]).toEqual([1.5, 0, 1, 0.5]);
    layer.set(path, 2);
    expect([...Array.from(layer.marks().places)]).toEqual([2, 0, 1, 1]);
    expect(layer.marks().tints[4]).toBe(4);
  });

  test('are not drawn before they have a colour', () => {
    const layer = new ParticlesLayer();
    layer.set(path, 0);
    expect(layer.object.visible).toBe(false);
  });
});

describe('lines as vectors', () => {
  const layer = new LinesLayer();
  layer.colour(colours);

  test('trails lead from the tail to where the particle is, fading backwards', () => {
    layer.trails(path, 0, 2);
    const { places, tints, count } = layer.marks();
    const last = count / 2 - 1;
    expect([places[0], places[1]]).toEqual([0, 0]);
    expect([places[2 * last], places[2 * last + 1]]).toEqual([2, 0]);
    expect(tints[3]).toBeLessThan(tints[4 * last + 3]);
    expect([places[2 * (count - 1)], places[2 * (count - 1) + 1]]).toEqual([1, 1]);
  });

  test('links lead from x_t to the prediction', () => {
    layer.links(path, 0.5, predictions, 0.5);
    const { places, count } = layer.marks();
    expect(count).toBe(4);
    expect([...Array.from(places)]).toEqual([0.5, 0, 5, 0, 0.5, 0, 0, 5]);
  });
});
