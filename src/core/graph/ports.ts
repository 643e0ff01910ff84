import type { PortDefinition, PortKind } from '../catalogue/types';
import { alternatives } from './text';

/** A kind in words: what an input takes, what one output is, what outputs with a plural name are. */
const WORDS: Readonly<Record<PortKind, { takes: string; one: string; many: string }>> = {
  data: { takes: 'data', one: 'data', many: 'data' },
  latent: { takes: 'latent values', one: 'a latent vector', many: 'latent vectors' },
  distribution: { takes: 'a distribution', one: 'a distribution', many: 'distributions' },
  noise: { takes: 'noise', one: 'noise', many: 'noise' },
  time: { takes: 'a time', one: 'a time', many: 'times' },
  label: { takes: 'classes', one: 'a class', many: 'classes' },
  loss: { takes: 'a loss', one: 'a loss', many: 'losses' },
  value: { takes: 'a number', one: 'a number', many: 'numbers' },
  network: { takes: 'a network', one: 'a network', many: 'networks' },
  trajectory: { takes: 'a trajectory', one: 'a trajectory', many: 'trajectories' },
  tokens: { takes: 'tokens', one: 'tokens', many: 'tokens' },
  logits: { takes: 'logits', one: 'logits', many: 'logits' },
  flow: { takes: 'a flow', one: 'a flow', many: 'flows' },
  tensor: { takes: 'a tensor', one: 'a tensor', many: 'tensors' },
};

/** True if the input takes the kind that the output gives. Shapes are not looked at. */
export const portsFit = (source: PortDefinition, target: PortDefinition): boolean =>
  target.kinds.includes(source.kinds[0]);

/** `latent values or data`: the kinds that an input takes. */
export const takenText = (target: PortDefinition): string =>
  alternatives(target.kinds.map((kind) => WORDS[kind].takes));

/** Why two ports do not fit, as a clause: `z takes latent values; labels are classes`. */
export function misfitText(source: PortDefinition, target: PortDefinition): string {
  const words = WORDS[source.kinds[0]];
  const plural = /[^s]s$/.test(source.label);
  return `${target.label} takes ${takenText(target)}; ${source.label} ${plural ? `are ${words.many}` : `is ${words.one}`}`;
}
