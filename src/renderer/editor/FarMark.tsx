import { useStore } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';

/** Zooms below which small words, then pictures, and then even titles as large as a node could not be read. */
const READABLE = { words: 0.5, pictures: 0.28, titles: 0.13, groups: 0.08 } as const;
/** Share of its width that a wire keeps on the screen. */
const THINNEST = 0.55;
/** Milliseconds after which a zoom rests. */
const REST = 90;
/** Zooms that look alike: what is enlarged against the zoom changes its size only from step to step. */
const STEP = Math.log(1.08);

/**
 * Marks the canvas while words on it could not be read, so that rules of style draw titles against the zoom in place of
 * all else: `data-far`, then `data-distant` (no pictures), then `data-lost` (no titles but those of groups).
 * `--far` is one over the zoom, `--far-wire` the same as wires need it.
 */
export function FarMark({ pane }: { pane: RefObject<HTMLElement | null> }) {
  const far = useStore(({ transform }) => transform[2] < READABLE.words);
  const distant = useStore(({ transform }) => transform[2] < READABLE.pictures);
  const lost = useStore(({ transform }) => transform[2] < READABLE.titles);
  const steps = useStore(({ transform }) => farSteps(transform[2]));
  useEffect(() => {
    pane.current?.toggleAttribute('data-far', far);
    pane.current?.toggleAttribute('data-distant', distant);
    pane.current?.toggleAttribute('data-lost', lost);
  }, [pane, far, distant, lost]);
  useEffect(() => {
    const style = pane.current?.style;
    if (!style) return;
    const enlarge = (): void => {
      const scale = Math.exp(steps * STEP);
      style.setProperty('--far', scale.toFixed(3));
      style.setProperty('--far-wire', Math.max(1, scale * THINNEST).toFixed(3));
    };
    // All titles are laid out anew by it, so it waits until the zoom rests; but for the first that are seen.
    if (!far || ['', '1.000'].includes(style.getPropertyValue('--far'))) return enlarge();
    const timer = window.setTimeout(enlarge, REST);
    return () => window.clearTimeout(timer);
  }, [pane, far, steps]);
  return null;
}

/** How many steps of zoom a title is enlarged by; none while words can be read, and no more than a group has room for. */
const farSteps = (zoom: number): number =>
  zoom >= READABLE.words ? 0 : Math.round(-Math.log(Math.max(zoom, READABLE.groups)) / STEP);
