import { describe, expect, test } from 'vitest';
import type { AdversarialView, SessionInfo } from '../../../src/protocol/worker';
import { levelLine } from '../../../src/renderer/adversarial/boundary';
import { scoreColour, scoreRange, sideColours } from '../../../src/renderer/adversarial/colours';
import { blurred, optimalDiscriminator } from '../../../src/renderer/adversarial/density';
import { arrowScale, gridOver, standingOf, standingSentence } from '../../../src/renderer/adversarial/scores';
import { nextTurn, turnsOf } from '../../../src/renderer/adversarial/turns';
import { shareAt, Tween, towards } from '../../../src/renderer/adversarial/tween';
import { binMiddle, histogram } from '../../../src/renderer/lenses/maths/histogram';
import { cellMiddles } from '../../../src/renderer/lenses/plane/heat-layer';
import { SCENES } from '../lenses/harness/synthetic';

const info = (trainers: [node: string, title: string][]): SessionInfo => ({
  ...SCENES['gan-2d'],
  trainers: trainers.map(([node, title]) => ({ node, title, updatesPerStep: 1 })),
});

describe('colours of scores', () => {
  const probability = scoreRange('probability', new Float32Array([0.2, 0.9]), 0.6);

  test.each([true, false])(
    '0 is the colour of the generated side, ½ of neither, 1 of the real side (light: %s)',
    (light) => {
      const colours = sideColours(light);
      expect(scoreColour(0, probability, colours)).toEqual(colours.fakeGround);
      expect(scoreColour(0.5, probability, colours)).toEqual(colours.middle);
      expect(scoreColour(1, probability, colours)).toEqual(colours.realGround);
      expect(scoreColour(Number.NaN, probability, colours)).toEqual(colours.middle);
    },
  );

  test('the two sides stay apart for eyes without green or red, and darker or lighter than the points on them', () => {
    for (const light of [true, false]) {
      const { realGround, fakeGround, real, fake } = sideColours(light);
      // Blue against the rest is what such eyes still tell.
      expect(realGround[2] - realGround[0]).toBeGreaterThan(80);
      expect(fakeGround[0] - fakeGround[2]).toBeGreaterThan(80);
      const brightness = (colour: readonly number[]) => colour.reduce((sum, part) => sum + part, 0);
      for (const [point, ground] of [
        [real, realGround],
        [fake, fakeGround],
      ])
        expect(Math.sign(brightness(ground) - brightness(point))).toBe(light ? 1 : -1);
    }
  });

  test('a score without bounds runs evenly to both sides of the middle of what is seen', () => {
    const scores = Float32Array.from({ length: 101 }, (_, i) => i - 20);
    const range = scoreRange('score', scores, 10);
    expect(range.middle).toBe(10);
    expect(range.middle - range.low).toBeCloseTo(range.high - range.middle);
    expect(range.high).toBeCloseTo(70);
    expect(scoreRange('score', scores, 10, 0).high).toBeCloseTo(80);
  });
});

describe('the best discriminator', () => {
  const bins = { min: 0, max: 4, count: 4 };

  test('a histogram integrates to the share of points inside', () => {
    const density = histogram(new Float32Array([0.5, 0.6, 3.5, 9]), bins);
    expect([...density]).toEqual([0.5, 0, 0, 0.25]);
    expect(binMiddle(bins, 3)).toBe(3.5);
  });

  test('is p / (p + p_G), and not a number where nothing lies', () => {
    const optimal = optimalDiscriminator(new Float32Array([3, 1, 0, 0]), new Float32Array([1, 1, 2, 0]));
    expect([...optimal]).toEqual([0.75, 0.5, 0, Number.NaN]);
  });

  test('blurring moves mass but loses none', () => {
    const density = new Float32Array(20);
    density[0] = 2;
    density[9] = 1;
    const soft = blurred(density, 1.5);
    expect(soft.reduce((sum, value) => sum + value, 0)).toBeCloseTo(3, 5);
    expect(soft[9]).toBeLessThan(1);
    expect(soft[8]).toBeCloseTo(soft[10], 5);
  });
});

describe('the heat map', () => {
  test('covers a little more than what is seen, with few enough cells', () => {
    const grid = gridOver({ minX: -3, maxX: 3, minY: -1, maxY: 1 }, { width: 900, height: 300 });
    expect(grid).not.toBeNull();
    if (!grid) return;
    expect(grid.extent.minX).toBeLessThan(-3);
    expect(grid.extent.maxY).toBeGreaterThan(1);
    expect(grid.columns * grid.rows).toBeLessThanOrEqual(9_000);
    expect(grid.columns / grid.rows).toBeCloseTo(3, 0);
    expect(gridOver({ minX: 0, maxX: 1, minY: 0, maxY: 1 }, { width: 0, height: 0 })).toBeNull();
  });

  test('asks in the middles of its cells, the lowest row first', () => {
    const middles = cellMiddles({ columns: 2, rows: 2, extent: { minX: 0, maxX: 2, minY: 0, maxY: 4 } });
    expect([...middles]).toEqual([0.5, 1, 1.5, 1, 0.5, 3, 1.5, 3]);
  });

  test('the boundary lies where the score is in the middle', () => {
    const grid = { columns: 40, rows: 40, extent: { minX: -2, maxX: 2, minY: -2, maxY: 2 } };
    const middles = cellMiddles(grid);
    const radius = Float32Array.from({ length: 1600 }, (_, i) => Math.hypot(middles[2 * i], middles[2 * i + 1]));
    const line = levelLine(grid, radius, 1.2);
    expect(line.length).toBeGreaterThan(4 * 60);
    for (let i = 0; i < line.length; i += 2) expect(Math.hypot(line[i], line[i + 1])).toBeCloseTo(1.2, 2);
    expect(levelLine(grid, radius, 99)).toHaveLength(0);
  });
});

describe('how the game stands', () => {
  const view: AdversarialView = {
    real: new Float32Array(6),
    realLabels: new Uint8Array(3),
    fake: new Float32Array(6),
    push: new Float32Array([3, 4, 0, 0.1, 0, 0]),
    fakeScores: new Float32Array([0.1, 0.6, 0.8]),
    gridScores: new Float32Array(0),
    dimensions: 2,
    scale: 'probability',
    count: 3,
    step: 1200,
    seed: 1,
  };

  test('means, and generated points that are taken for real', () => {
    const standing = standingOf(view, new Float32Array([0.9, 0.7]));
    expect(standing.real).toBeCloseTo(0.8);
    expect(standing.fake).toBeCloseTo(0.5);
    expect(standing.fooled).toBe(2);
    expect(standingSentence(standing, 'probability')).toContain('2 of 3 generated points lie where it says real');
    // A critic says "real" above the middle of the two means: (10 + 5) / 2.
    const scores = { ...view, scale: 'score' as const, fakeScores: new Float32Array([5, 2, 8]) };
    expect(standingOf(scores, new Float32Array([10, 10])).fooled).toBe(1);
  });

  test('arrows are stretched by a round number that brings long ones near a length', () => {
    expect(arrowScale(new Float32Array([3, 4, 3, 4]), 2, 1)).toBe(0.2);
    expect(arrowScale(new Float32Array([0.003, -0.003]), 1, 1)).toBe(200);
    expect(arrowScale(new Float32Array(4), 2, 1)).toBe(1);
  });

  test('turns go round in the order of the trainers', () => {
    const turns = turnsOf(
      info([
        ['a', 'Discriminator trainer'],
        ['b', 'Generator trainer'],
      ]),
    );
    expect(turns.map(({ short }) => short)).toEqual(['D', 'G']);
    expect([null, 'a', 'b'].map((last) => nextTurn(turns, last)?.short)).toEqual(['D', 'G', 'D']);
    const alike = turnsOf(
      info([
        ['a', 'Critic one'],
        ['b', 'Critic two'],
      ]),
    );
    expect(alike.map(({ short }) => short)).toEqual(['Critic one', 'Critic two']);
  });
});

describe('moving', () => {
  test('holds, then eases to the end', () => {
    const pace = { hold: 100, move: 200 };
    expect([0, 100, 300, 999].map((elapsed) => shareAt(elapsed, pace))).toEqual([0, 0, 1, 1]);
    expect(shareAt(200, pace)).toBeCloseTo(0.875);
    expect(shareAt(0, { hold: 0, move: 0 })).toBe(1);
  });

  test('sets out from where it is, and is there at once where it cannot be followed', () => {
    const first = new Tween(new Float32Array([0, 0]));
    const second = towards(first, new Float32Array([10, 20]));
    second.at(0.5);
    expect([...second.now]).toEqual([5, 10]);
    const third = towards(second, new Float32Array([15, 10]));
    third.at(0.5);
    expect([...third.now]).toEqual([10, 10]);
    expect([...towards(third, new Float32Array([7])).now]).toEqual([7]);
  });
});
