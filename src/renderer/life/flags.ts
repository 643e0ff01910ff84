/** What is wrong inside a network while it trains, told from statistics alone. */
import { nodeKey } from '../../core/compile/place-key';
import type { LayerStatistics } from '../../protocol/worker';
import { formatCount, formatNumber } from '../format';

export type FlagKind = 'not-finite' | 'dead' | 'exploding' | 'saturated' | 'vanishing' | 'constant';

export interface Flag {
  kind: FlagKind;
  /** `strong`: nothing can be learned there any more. */
  severity: 'warning' | 'strong';
  /** A few words for the node. */
  title: string;
  /** One sentence: what it means. */
  meaning: string;
  /** One sentence: what to try. */
  advice: string;
}

/** Flags by node, as `nodeKey` names them; the worst first. */
export type Flags = Readonly<Record<string, readonly Flag[]>>;

type Value = LayerStatistics['values'][number];
type Parameter = LayerStatistics['parameters'][number];

/** Readings that must agree before something that a single batch or step may cause is called a fault. */
export const NEEDED = 3;
const DEAD = 0.75;
const SATURATED = 0.9;
/** Share of a weight's size that its gradient must reach; float32 itself resolves 6e-8. */
const VANISHING = 1e-7;
/** May stand at a balance where its gradient is 0 by right: that of a critic's score, or of an attention's keys. Weights tell. */
const BIAS = /(^|\.)bias$/;
/** Times the middle gradient of all parameters. */
const EXPLODING = 1e3;
/** Spread of an output, as a share of its mean, below which it is the same number for all items. */
const CONSTANT = 1e-6;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const deadUnits = ({ reluUnits, dead }: Value): Flag | null => {
  if (reluUnits === 0 || dead <= DEAD) return null;
  const all = dead === 1;
  return {
    kind: 'dead',
    severity: all ? 'strong' : 'warning',
    title: all ? 'All units are dead' : `${percent(dead)} of units are dead`,
    meaning: `${all ? 'All' : percent(dead)} of its ${formatCount(reluUnits)} ReLU units are 0 for every item of the probe batch, so no gradient goes through them and they cannot come back by themselves.`,
    advice: 'Lower the learning rate, use Leaky ReLU, GELU or SiLU, or put a normalisation before it.',
  };
};

const saturated = ({ activation, saturated: share }: Value): Flag | null =>
  share <= SATURATED
    ? null
    : {
        kind: 'saturated',
        severity: 'warning',
        title: `${percent(share)} saturated`,
        meaning: `${percent(share)} of what ${activation} gives lies at its bounds, where it is flat and hardly lets a gradient through.`,
        advice: 'Put a normalisation before it, start from smaller weights, or lower the learning rate.',
      };

const notFinite = ({ notFinite: share }: Value): Flag | null =>
  share === 0
    ? null
    : {
        kind: 'not-finite',
        severity: 'strong',
        title: 'NaN or infinity',
        meaning: `${share < 0.01 ? 'Some' : percent(share)} of its numbers are NaN or infinite; the next step will fail.`,
        advice: 'Go back to the last checkpoint and lower the learning rate, or limit the norm of the gradients.',
      };

const constant = ({ network, reluUnits, shape, std, mean, dead, notFinite: strays }: Value): Flag | null => {
  const numbers = shape.reduce((product, n) => product * n, 1);
  const wrong = network !== null && numbers > 1 && strays === 0 && std <= CONSTANT * Math.max(Math.abs(mean), 1e-3);
  if (!wrong || (reluUnits > 0 && dead === 1)) return null;
  return {
    kind: 'constant',
    severity: 'warning',
    title: 'Constant output',
    meaning: `It gives ${formatNumber(mean, 3)} for every item and unit, so what follows learns nothing of its input.`,
    advice: 'Look whether a layer before it is dead or a weight stays at 0, and lower weight decay.',
  };
};

const exploding = ({ name, gradient, trainable }: Parameter, middle: number): Flag | null => {
  if (!trainable || (Number.isFinite(gradient) && gradient <= EXPLODING * middle)) return null;
  const finite = Number.isFinite(gradient);
  return {
    kind: 'exploding',
    severity: finite ? 'warning' : 'strong',
    title: finite ? 'Exploding gradient' : 'Gradient not finite',
    meaning: finite
      ? `The gradient of "${name}" is ${formatNumber(gradient / middle, 2)} times the middle one of all parameters.`
      : `The gradient of "${name}" is NaN or infinite.`,
    advice: 'Limit the norm of the gradients in the trainer, lower the learning rate, or normalise before this layer.',
  };
};

const vanishing = ({ name, weight, gradient, trainable }: Parameter): Flag | null => {
  if (!trainable || weight === 0 || BIAS.test(name) || !(gradient / weight < VANISHING)) return null;
  return {
    kind: 'vanishing',
    severity: 'warning',
    title: 'Vanishing gradient',
    meaning:
      gradient === 0
        ? `No gradient reaches "${name}": it does not learn.`
        : `The gradient of "${name}" is ${formatNumber(gradient / weight, 2)} of its weights: it hardly learns.`,
    advice:
      'Add a residual connection, use ReLU, GELU or SiLU, normalise between the layers, or look for dead units after it.',
  };
};

/** The middle of the gradients that are not 0. */
const middleGradient = ({ parameters }: LayerStatistics): number => {
  const found = parameters.flatMap(({ trainable, gradient }) =>
    trainable && Number.isFinite(gradient) && gradient > 0 ? [gradient] : [],
  );
  found.sort((a, b) => a - b);
  return found[Math.floor(found.length / 2)] ?? Number.POSITIVE_INFINITY;
};

/** Everything that one reading alone looks like, by node. */
const suspicions = (reading: LayerStatistics): Map<string, Flag[]> => {
  const found = new Map<string, Flag[]>();
  const add = ({ network, node }: Value | Parameter, flags: (Flag | null)[]): void => {
    const kept = flags.filter((flag) => flag !== null);
    if (kept.length > 0) found.set(nodeKey(network, node), [...(found.get(nodeKey(network, node)) ?? []), ...kept]);
  };
  const middle = middleGradient(reading);
  for (const value of reading.values)
    add(value, [notFinite(value), deadUnits(value), saturated(value), constant(value)]);
  for (const parameter of reading.parameters) add(parameter, [exploding(parameter, middle), vanishing(parameter)]);
  return found;
};

/** What one reading is enough for: these do not come and go with the batch. */
const AT_ONCE: ReadonlySet<FlagKind> = new Set(['not-finite', 'dead']);

const rank = ({ severity }: Flag): number => (severity === 'strong' ? 0 : 1);

/** One flag of a kind is enough for a node; the worst stand first. */
const tidied = (flags: readonly Flag[]): Flag[] => {
  const sorted = flags.toSorted((a, b) => rank(a) - rank(b));
  return sorted.filter(({ kind }, i) => sorted.findIndex((other) => other.kind === kind) === i);
};

/**
 * Flags of the newest of some readings. What may be noise must show in the last three, each of another step; what cannot be
 * must show in all of those that there are.
 * @param readings oldest first.
 */
export const flagsOf = (readings: readonly LayerStatistics[]): Flags => {
  const last = readings.slice(-NEEDED);
  const newest = last.at(-1);
  if (!newest) return {};
  const earlier = last.slice(0, -1).map(suspicions);
  const enough = new Set(last.map(({ step }) => step)).size >= NEEDED;
  const stays = (key: string, { kind }: Flag): boolean =>
    (enough || AT_ONCE.has(kind)) && earlier.every((each) => each.get(key)?.some((other) => other.kind === kind));
  const kept = [...suspicions(newest)].flatMap(([key, flags]): [string, Flag[]][] => {
    const staying = tidied(flags.filter((flag) => stays(key, flag)));
    return staying.length > 0 ? [[key, staying]] : [];
  });
  return Object.fromEntries(kept);
};

/** The worst of some flags. */
export const worstFlag = <F extends Flag>(flags: readonly F[]): F | null =>
  flags.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
