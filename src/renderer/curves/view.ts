import { create } from 'zustand';

/** How the curves are looked at; kept while another lens is in front. */
export interface CurvesView {
  /** Slider from 0 (raw) to 1. */
  smoothing: number;
  log: boolean;
  hidden: ReadonlySet<string>;
}

export const useCurvesView = create<CurvesView>(() => ({ smoothing: 0.55, log: false, hidden: new Set<string>() }));

export const changeCurvesView = (change: Partial<CurvesView>): void => useCurvesView.setState(change);

export function toggleSeries(name: string): void {
  const hidden = new Set(useCurvesView.getState().hidden);
  if (!hidden.delete(name)) hidden.add(name);
  changeCurvesView({ hidden });
}
