import { create } from 'zustand';
import type { PenSettings, Tool } from './pen';
import type { Symmetry } from './symmetry';

/** The pen as it was set last. */
export interface DrawView extends PenSettings {
  symmetry: Symmetry;
}

export const useDrawView = create<DrawView>(() => ({
  tool: 'brush',
  radius: 0.08,
  density: 4,
  symmetry: { kind: 'none' },
}));

export const changePen = (change: Partial<DrawView>): void => useDrawView.setState(change);

/** A pen has no width of its own. */
export const hasRadius = (tool: Tool): boolean => tool !== 'pen';
export const hasDensity = (tool: Tool): boolean => tool !== 'eraser';
