/** Data as arrays: file formats, finite datasets, sets of points, and the order of mini-batches. */

export { type BatchOrder, batchIndices } from './batches';
export { type ArrayDataset, gather, gatherLabels, itemSize } from './dataset';
export { FormatError } from './format-error';
export { type IdxArray, imagesFromIdx, type NamedBytes, parseIdx } from './idx';
export { type LineSet, lineSet, lineSets } from './line';
export { type DrawnPoint, eightGaussiansModes, type PointBatch, type PointSet, pointSet, pointSets } from './points';
