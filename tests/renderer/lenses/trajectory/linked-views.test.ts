import { describe, expect, test } from 'vitest';
import type { PlaneView } from '../../../../src/renderer/lenses/plane/transform';
import { type LinkedStage, LinkedViews } from '../../../../src/renderer/trajectory/linked-views';

class Stage implements LinkedStage {
  byHand = 0;
  shown = 0;
  moves = 0;
  private readonly listeners = new Set<() => void>();
  readonly framing = {
    show: () => void this.shown++,
    fit: () => this.setView({ x: 0, y: 0, scale: 1 }),
    byHand: () => void this.byHand++,
  };
  constructor(public view: PlaneView) {}
  setView(view: PlaneView): void {
    this.view = view;
    this.moves++;
    for (const listener of this.listeners) listener();
  }
  readonly onView = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

function setUp() {
  const links = new LinkedViews();
  const stages = [1, 2, 3].map((x) => new Stage({ x, y: 0, scale: 10 }));
  const stops = stages.map((stage) => links.add(stage));
  return { links, stages, stops };
}

describe('planes of several lanes', () => {
  test('begin where the first one is and move together, each once', () => {
    const { stages } = setUp();
    expect(stages.map(({ view }) => view.x)).toEqual([1, 1, 1]);
    const before = stages.map(({ moves }) => moves);
    stages[2].setView({ x: 7, y: 8, scale: 20 });
    expect(stages.map(({ view }) => view)).toEqual(Array(3).fill({ x: 7, y: 8, scale: 20 }));
    expect(stages.map(({ moves }, i) => moves - before[i])).toEqual([1, 1, 1]);
  });

  test('the first one frames what is shown until another one is moved by hand', () => {
    const { links, stages } = setUp();
    links.show({ minX: 0, maxX: 1, minY: 0, maxY: 1 }, true);
    expect(stages.map(({ shown }) => shown)).toEqual([1, 0, 0]);
    stages[0].setView({ x: 4, y: 0, scale: 10 });
    expect(stages[0].byHand).toBe(0);
    stages[1].setView({ x: 5, y: 0, scale: 10 });
    expect(stages[0].byHand).toBe(1);
    links.fit(true);
    expect(stages.map(({ view }) => view.x)).toEqual([0, 0, 0]);
  });

  test('apart, each keeps its own place and shares the zoom', () => {
    const { links, stages } = setUp();
    links.apart = true;
    links.moveAlone(stages[1], 9, 9);
    expect(stages.map(({ view }) => view.x)).toEqual([1, 9, 1]);
    stages[0].setView({ x: 3, y: 3, scale: 40 });
    expect(stages.map(({ view }) => [view.x, view.scale])).toEqual([
      [3, 40],
      [9, 40],
      [1, 40],
    ]);
  });

  test('one that has gone is left alone', () => {
    const { links, stages, stops } = setUp();
    stops[0]();
    stages[1].setView({ x: 6, y: 0, scale: 10 });
    expect(stages[0].view.x).toBe(1);
    expect(links.leader).toBe(stages[1]);
  });
});
