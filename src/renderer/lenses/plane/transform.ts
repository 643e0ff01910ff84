/** Where a plane is looked at from: the world point at the middle, and CSS pixels per world unit (the same on both axes). */
export interface PlaneView {
  x: number;
  y: number;
  scale: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface Extent {
  minX: number;
  maxX: number;
  minY: number;
  maxY: number;
}
export type Point = readonly [x: number, y: number];

const MIN_SCALE = 1e-3;
const MAX_SCALE = 1e6;
const clampScale = (scale: number): number => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));

/** World to CSS pixels from the top left corner; the world's y points up. */
export const worldToScreen = (view: PlaneView, size: Size, x: number, y: number): Point => [
  size.width / 2 + (x - view.x) * view.scale,
  size.height / 2 - (y - view.y) * view.scale,
];

export const screenToWorld = (view: PlaneView, size: Size, left: number, top: number): Point => [
  view.x + (left - size.width / 2) / view.scale,
  view.y - (top - size.height / 2) / view.scale,
];

/** Zooms by `factor` while the world point under (left, top) stays where it is. */
export function zoomAt(view: PlaneView, size: Size, left: number, top: number, factor: number): PlaneView {
  const scale = clampScale(view.scale * factor);
  const [x, y] = screenToWorld(view, size, left, top);
  return {
    x: x - (left - size.width / 2) / scale,
    y: y + (top - size.height / 2) / scale,
    scale,
  };
}

/** Moves the world with the pointer by CSS pixels. */
export const panBy = (view: PlaneView, right: number, down: number): PlaneView => ({
  ...view,
  x: view.x - right / view.scale,
  y: view.y + down / view.scale,
});

/** The view that shows the whole extent with `padding` CSS pixels around it. */
export function fitView(extent: Extent, size: Size, padding: number): PlaneView {
  const width = Math.max(extent.maxX - extent.minX, 1e-6);
  const height = Math.max(extent.maxY - extent.minY, 1e-6);
  const roomX = Math.max(size.width - 2 * padding, 16);
  const roomY = Math.max(size.height - 2 * padding, 16);
  return {
    x: (extent.minX + extent.maxX) / 2,
    y: (extent.minY + extent.maxY) / 2,
    scale: clampScale(Math.min(roomX / width, roomY / height)),
  };
}

/** The part of the world that is on screen. */
export function visibleExtent(view: PlaneView, size: Size): Extent {
  const halfX = size.width / 2 / view.scale;
  const halfY = size.height / 2 / view.scale;
  return { minX: view.x - halfX, maxX: view.x + halfX, minY: view.y - halfY, maxY: view.y + halfY };
}

/** A view part of the way to another one; scale moves in equal ratios so that a zoom looks even. */
export const mixViews = (from: PlaneView, to: PlaneView, amount: number): PlaneView => ({
  x: from.x + (to.x - from.x) * amount,
  y: from.y + (to.y - from.y) * amount,
  scale: from.scale * (to.scale / from.scale) ** amount,
});

/**
 * Whether a view that follows its data should fit again: the data has left the window, or fills less than half of it.
 * The slack keeps a view still while points wander a little from step to step.
 */
export function shouldRefit(view: PlaneView, size: Size, extent: Extent): boolean {
  const seen = visibleExtent(view, size);
  const slack = 6 / view.scale;
  if (
    extent.minX < seen.minX - slack ||
    extent.maxX > seen.maxX + slack ||
    extent.minY < seen.minY - slack ||
    extent.maxY > seen.maxY + slack
  )
    return true;
  const wide = (extent.maxX - extent.minX) / (seen.maxX - seen.minX);
  const high = (extent.maxY - extent.minY) / (seen.maxY - seen.minY);
  return Math.max(wide, high) < 0.5;
}
