import type { ProjectDocument } from '../core/graph/document';
import type { ParameterLayout } from '../core/tensor';
import type { Engine } from '../engine';
import type { DataSource } from './data-source';
import type { LiveSettings } from './live-settings';
import type { Tensors } from './tensors';

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** What probes need of the model that they ask. */
export interface ProbeHost {
  engine: Engine;
  document: ProjectDocument;
  layouts: readonly ParameterLayout[];
  /** The one data node that views show. */
  source: DataSource;
  /** Parameters of the newest step. */
  state(): Tensors;
  step(): number;
  live: LiveSettings;
}

/** Rows of 784 that stand for pictures are shown as pictures. */
export const shownShape = ({ itemShape: shape }: DataSource, itemShape: readonly number[]): number[] => [
  ...(product(shape) === product(itemShape) ? shape : itemShape),
];
