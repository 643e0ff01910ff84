import type { RequestType } from '../protocol/worker';

type Typed = { type: RequestType };

const oneOf = (...types: readonly RequestType[]): (({ type }: Typed) => boolean) => {
  const set: ReadonlySet<RequestType> = new Set(types);
  return ({ type }) => set.has(type);
};

/** Questions, which change nothing and may be put again. */
export const isProbe = ({ type }: Typed): boolean => type.startsWith('probe.');

/** What takes milliseconds and changes nothing, so that it may come in between the parts of something longer. */
export const isShort = oneOf(
  'probe.data',
  'probe.encode',
  'probe.decode',
  'probe.reconstruct',
  'probe.field',
  'probe.density',
  'probe.score-text',
  'probe.codes',
  'probe.decode-tokens',
  'weights.list',
);

/** How a run goes on. A question under way is put again where these have opened the run anew. */
export const isControl = oneOf('train.start', 'train.pause', 'train.pace', 'train.back', 'train.stop', 'live.set');

/** After these another model answers, so that nothing that came later may come before them. */
export const changesModels = oneOf('session.open', 'model.open', 'model.close', 'train.back');

/** What no control may come before: a step by hand ends with a pause. */
export const holdsControl = oneOf('session.open', 'train.step');

/** Items up to which a probe is so quick that it may run beside a training step. */
const FEW = 16;
const isQuick = oneOf('probe.data', 'probe.decode', 'probe.decode-tokens', 'probe.encode', 'probe.field');
export const isUrgent = (pending: Typed & { count: number | undefined }): boolean =>
  isQuick(pending) && pending.count !== undefined && pending.count <= FEW;
