import { describe, expect, test } from 'vitest';
import { setDrawing } from '../../../src/renderer/data/draw/drawing';
import { pointsOfSet, readPoints, thinned } from '../../../src/renderer/data/draw/import-points';
import { erase, type PenSettings, Stroke } from '../../../src/renderer/data/draw/pen';
import { copiesOf, type DrawnPoint, type Symmetry } from '../../../src/renderer/data/draw/symmetry';
import { uniforms } from '../../../src/renderer/random';
import { goTo, redoEdit, undoEdit } from '../../../src/renderer/state/edit';
import { currentDocument, useProject } from '../../../src/renderer/state/project';
import { openInStore, rectifiedFlow } from '../template';

const rounded = (points: readonly DrawnPoint[]) =>
  points.map((point) => point.map((value) => Math.round(value * 1e3) / 1e3 + 0).join(' ')).sort();
const copies = (symmetry: Symmetry, place: DrawnPoint) => copiesOf(symmetry).map((copy) => copy(place));

describe('symmetry', () => {
  test('mirrors', () => {
    expect(copies({ kind: 'none' }, [0.3, 0.2])).toEqual([[0.3, 0.2]]);
    expect(copies({ kind: 'left-right' }, [0.3, 0.2])).toEqual([
      [0.3, 0.2],
      [-0.3, 0.2],
    ]);
    expect(copies({ kind: 'up-down' }, [0.3, 0.2])[1]).toEqual([0.3, -0.2]);
    expect(rounded(copies({ kind: 'both' }, [0.3, 0.2]))).toEqual(
      rounded([
        [0.3, 0.2],
        [-0.3, 0.2],
        [0.3, -0.2],
        [-0.3, -0.2],
      ]),
    );
  });

  test('turning repeats a point evenly around the middle', () => {
    expect(rounded(copies({ kind: 'turn', folds: 4 }, [0.5, 0]))).toEqual(
      rounded([
        [0.5, 0],
        [0, 0.5],
        [-0.5, 0],
        [0, -0.5],
      ]),
    );
    // What was turned once more is the same drawing.
    const five = copiesOf({ kind: 'turn', folds: 5 });
    const once = five.map((copy) => copy([0.4, 0.1]));
    expect(rounded(once.map((place) => five[1](place)))).toEqual(rounded(once));
  });
});

const draw = (
  settings: Partial<PenSettings>,
  places: DrawnPoint[],
  symmetry: Symmetry = { kind: 'none' },
  limit = 5_000,
) => {
  const stroke = new Stroke(
    [],
    { tool: 'brush', radius: 0.1, density: 4, ...settings },
    copiesOf(symmetry),
    limit,
    uniforms(1),
  );
  for (const place of places) stroke.moveTo(place);
  return stroke.points;
};

describe('a stroke', () => {
  test('the brush leaves points near its way, as many for a slow hand as for a fast one', () => {
    const fast = draw({}, [
      [-0.5, 0],
      [0.51, 0],
    ]);
    const slow = draw(
      {},
      Array.from({ length: 102 }, (_, i): DrawnPoint => [-0.5 + i / 100, 0]),
    );
    expect(fast.every(([x, y]) => Math.abs(y) <= 0.1001 && Math.abs(x) <= 0.6101)).toBe(true);
    // One touch at the beginning and one at each half radius of a way of length 1.01.
    expect(fast).toHaveLength(21 * 4);
    expect(Math.abs(slow.length - fast.length)).toBeLessThanOrEqual(4);
  });

  test('the symmetric pen draws each point as often as there are copies, exactly', () => {
    const points = draw(
      { tool: 'pen' },
      [
        [0.2, 0.1],
        [0.6, 0.5],
      ],
      { kind: 'left-right' },
    );
    expect(points.length).toBeGreaterThan(20);
    const mirrored = points.map(([x, y]): DrawnPoint => [-x, y]);
    expect(rounded(mirrored)).toEqual(rounded(points.map(([x, y]): DrawnPoint => [x, y])));
  });

  test('what would lie outside the square is left out', () => {
    const points = draw({ tool: 'stamp', radius: 0.4, density: 20 }, [[0.95, 0.95]]);
    expect(points.length).toBeGreaterThan(20);
    expect(points.length).toBeLessThan(400);
    expect(points.every(([x, y]) => Math.abs(x) <= 1 && Math.abs(y) <= 1)).toBe(true);
  });

  test('stops at the limit with whole sets of copies', () => {
    expect(draw({ density: 20 }, [[0.3, 0.1]], { kind: 'turn', folds: 3 }, 10)).toHaveLength(9);
  });

  test('the eraser takes away what lies under it and under its copies', () => {
    const points: DrawnPoint[] = [
      [0, 0],
      [0.5, 0.5],
      [-0.5, 0.5],
    ];
    expect(erase(points, [[0.1, 0]], 0.2)).toEqual([points[1], points[2]]);
    const stroke = new Stroke(
      points,
      { tool: 'eraser', radius: 0.1, density: 4 },
      copiesOf({ kind: 'left-right' }),
      100,
      uniforms(1),
    );
    stroke.moveTo([0.5, 0.5]);
    expect(stroke.points).toEqual([points[0]]);
  });
});

describe('points from elsewhere', () => {
  test('reads text with a heading, other separators, more columns and comments', () => {
    expect(readPoints('x,y,label\n0.5,-0.25,1\n# note\n\n-1;1\n0.1\t0.2', 10)).toEqual({
      ok: true,
      points: [
        [0.5, -0.25],
        [-1, 1],
        [0.1, 0.2],
      ],
      left: 0,
    });
  });

  test('says which line it cannot read', () => {
    const read = readPoints('0 0\n1 one', 10);
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining('Line 2') });
    expect(readPoints('', 10).ok).toBe(false);
    expect(readPoints('x y', 10).ok).toBe(false);
  });

  test('moves and scales points together that do not fit', () => {
    const read = readPoints('0 0\n10 0\n10 5', 10);
    expect(read).toMatchObject({
      points: [
        [-0.9, -0.45],
        [0.9, -0.45],
        [0.9, 0.45],
      ],
    });
  });

  test('thins evenly to the limit', () => {
    const many = Array.from({ length: 100 }, (_, i): DrawnPoint => [i / 100, 0]);
    expect(thinned(many, 4).map(([x]) => x)).toEqual([0, 0.25, 0.5, 0.75]);
    expect(readPoints(many.map((point) => point.join(' ')).join('\n'), 10)).toMatchObject({ left: 90 });
  });

  test('a set of the catalogue fits the square and fills it', () => {
    const points = pointsOfSet('two-moons', 500);
    const reach = Math.max(...points.flat().map(Math.abs));
    expect(points).toHaveLength(500);
    expect(reach).toBeCloseTo(0.9, 3);
  });
});

test('undoing a stroke leaves the canvas in the network that is open', () => {
  openInStore(rectifiedFlow());
  const network = currentDocument()?.study.nodes.find(({ id }) => id === 'denoiser')?.network ?? null;
  const drawn = () => currentDocument()?.study.nodes.find(({ id }) => id === 'data')?.settings.points;
  goTo(network);
  expect(network).not.toBeNull();
  setDrawing('data', [[0.1, 0.2]], 'Draw points');
  undoEdit();
  expect([drawn(), useProject.getState().place]).toEqual([[], network]);
  redoEdit();
  expect([drawn(), useProject.getState().place]).toEqual([[[0.1, 0.2]], network]);
});
