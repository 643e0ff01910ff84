/** What every engine checks, and what it says of mistakes that every engine can meet. */

import type { DType, Program, ProgramInput, Shape, TensorType } from '../core/tensor';
import { requireSizes, sizeOf, TensorError } from '../core/tensor';
import type { DeviceTensor } from './types';

const show = ({ dtype, shape }: TensorType): string => `${dtype} [${shape.join(', ')}]`;

function isSame(a: TensorType, b: TensorType): boolean {
  if (a.dtype !== b.dtype || a.shape.length !== b.shape.length) return false;
  for (let i = 0; i < a.shape.length; i++) if (a.shape[i] !== b.shape[i]) return false;
  return true;
}

/** Refuses feeds that are not exactly the program's inputs. Runtimes ignore extra ones silently. */
export function checkFeeds(program: Program, feeds: Readonly<Record<string, DeviceTensor>>): void {
  for (const expected of program.inputs) checkFeed(program.name, expected, feeds[expected.name]);
  const names = Object.keys(feeds);
  if (names.length === program.inputs.length) return;
  const extra = names.filter((name) => !program.inputs.some((i) => i.name === name));
  throw new TensorError(
    `program "${program.name}": got a feed for "${extra.join('", "')}", expected only its ${program.inputs.length} inputs; leave that feed out.`,
  );
}

function checkFeed(program: string, expected: ProgramInput, got: DeviceTensor | undefined): void {
  if (got && isSame(got, expected)) return;
  throw new TensorError(
    `program "${program}": input "${expected.name}" got ${got ? show(got) : 'nothing'}, expected ${show(expected)}; feed a tensor of that type.`,
  );
}

export const disposedError = (shape: Shape): TensorError =>
  new TensorError(
    `tensor [${shape.join(', ')}]: got a disposed tensor, expected a live one; keep it until its last use.`,
  );

export const foreignError = (input: string): TensorError =>
  new TensorError(
    `input "${input}": got a tensor of another engine, expected one of this engine; upload the values to it.`,
  );

export const releasedError = ({ name }: Program): TensorError =>
  new TensorError(`program "${name}": got a run after release, expected a live one; compile again.`);

export type UploadData = Float32Array | Int32Array | Uint8Array;

export const dtypeOf = (data: UploadData): DType =>
  data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'bool';

/** Refuses empty tensors, data that does not fill the shape, and data of another dtype. */
export function checkUpload(data: UploadData, shape: Shape, dtype: DType): void {
  requireSizes('upload', shape);
  if (data.length === sizeOf(shape) && dtypeOf(data) === dtype) return;
  throw new TensorError(
    `upload: got ${data.length} values of ${dtypeOf(data)}, expected ${sizeOf(shape)} for ${show({ shape, dtype })}; correct the shape or convert the array.`,
  );
}
