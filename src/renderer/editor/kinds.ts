import {
  ArrowLeftRight,
  Blend,
  Box,
  Boxes,
  Crosshair,
  Database,
  Gauge,
  Grid3x3,
  Layers,
  type LucideIcon,
  Merge,
  Orbit,
  Rows3,
  Ruler,
  Scaling,
  Shapes,
  SlidersHorizontal,
  Spline,
} from 'lucide-react';
import type { Category, PortKind } from '../../core/catalogue/types';

interface CategoryLook {
  title: string;
  /** What one of them is called. */
  word: string;
  color: string;
  icon: LucideIcon;
  /** Folded in the palette at first: it is for those who look for it. */
  folded?: true;
}

/** Colour, word and picture of each drawer of the palette, in the order in which they are shown. */
export const categories: Readonly<Record<Category, CategoryLook>> = {
  data: { title: 'Data', word: 'data', color: 'var(--kind-data)', icon: Database },
  latent: { title: 'Latents and noise', word: 'latent', color: 'var(--kind-latent)', icon: Orbit },
  operation: { title: 'Operations', word: 'operation', color: 'var(--kind-lens)', icon: Blend },
  network: { title: 'Networks', word: 'network', color: 'var(--kind-network)', icon: Boxes },
  objective: { title: 'Objectives', word: 'objective', color: 'var(--kind-objective)', icon: Crosshair },
  trainer: { title: 'Trainers', word: 'trainer', color: 'var(--kind-trainer)', icon: Gauge },
  sampler: { title: 'Samplers', word: 'sampler', color: 'var(--kind-sampler)', icon: Spline },
  metric: { title: 'Measures', word: 'measure', color: 'var(--kind-lens)', icon: Ruler },
  'input/output': {
    title: 'Input and output',
    word: 'port of the network',
    color: 'var(--kind-lens)',
    icon: ArrowLeftRight,
  },
  block: { title: 'Blocks', word: 'block', color: 'var(--kind-network)', icon: Box },
  layer: { title: 'Basic layers', word: 'layer', color: 'var(--kind-network)', icon: Layers },
  convolution: { title: 'Convolutions', word: 'layer', color: 'var(--kind-network)', icon: Grid3x3, folded: true },
  resampling: {
    title: 'Pooling and upsampling',
    word: 'layer',
    color: 'var(--kind-network)',
    icon: Scaling,
    folded: true,
  },
  normalisation: {
    title: 'Normalisation',
    word: 'layer',
    color: 'var(--kind-network)',
    icon: SlidersHorizontal,
    folded: true,
  },
  sequence: {
    title: 'Attention and sequences',
    word: 'layer',
    color: 'var(--kind-network)',
    icon: Rows3,
    folded: true,
  },
  combine: { title: 'Combining values', word: 'layer', color: 'var(--kind-network)', icon: Merge, folded: true },
  shape: { title: 'Shapes', word: 'layer', color: 'var(--kind-network)', icon: Shapes, folded: true },
};

/** Colour of what travels on a wire; the port's outline says the same without colour. */
export const kindColor: Readonly<Record<PortKind, string>> = {
  data: 'var(--kind-data)',
  latent: 'var(--kind-latent)',
  distribution: 'var(--kind-latent)',
  noise: 'var(--kind-lens)',
  time: 'var(--kind-trainer)',
  label: 'var(--kind-sampler)',
  loss: 'var(--kind-objective)',
  value: 'var(--kind-lens)',
  network: 'var(--kind-network)',
  trajectory: 'var(--kind-sampler)',
  tokens: 'var(--kind-data)',
  logits: 'var(--kind-network)',
  flow: 'var(--kind-latent)',
  tensor: 'var(--kind-network)',
};

/** Outline of a port's glyph in a box from -5 to 5: one shape a kind, so that colour is never the only sign. */
export const kindPath: Readonly<Record<PortKind, string>> = {
  data: 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z',
  latent: 'M0-5L5 0L0 5L-5 0Z',
  distribution: 'M-4.5 3.5C-2 3.5-2-4 0-4S2 3.5 4.5 3.5Z',
  noise: 'M-3.6-3.6H3.6V3.6H-3.6Z',
  time: 'M-4-4.2H4L0 0L4 4.2H-4L0 0Z',
  label: 'M-4.5-3.4H1.5L5 0L1.5 3.4H-4.5Z',
  loss: 'M0 4.6L4.7-3.8H-4.7Z',
  value: 'M-4.4-2.2H4.4V2.2H-4.4Z',
  network: 'M-2.4-4.2H2.4L4.9 0L2.4 4.2H-2.4L-4.9 0Z',
  trajectory: 'M-4-4.2L4.6 0L-4 4.2L-1.6 0Z',
  tokens: 'M-4.6-3.4H-.8V3.4H-4.6ZM.8-3.4H4.6V3.4H.8Z',
  logits: 'M-4.6 4V.6H-1.8V-4.4H1.6V-1.4H4.6V4Z',
  flow: 'M-5-3.6H.6L5 0L.6 3.6H-5L-1.8 0Z',
  tensor: 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z',
};
