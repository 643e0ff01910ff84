import type { SessionInfo, TrainerInfo } from '../../protocol/worker';

export interface Turn extends TrainerInfo {
  /** `D`, `G`, or the title of another trainer. */
  short: string;
}

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/discriminator|critic/i, 'D'],
  [/generator/i, 'G'],
];

/** Trainers in the order of their turns. They are called D and G where their titles tell which is which. */
export function turnsOf(info: SessionInfo): Turn[] {
  const named = info.trainers.map((trainer) => {
    const letters = SHORT.filter(([pattern]) => pattern.test(`${trainer.title} ${trainer.node}`));
    return { ...trainer, short: letters.length === 1 ? letters[0][1] : trainer.title };
  });
  const unique = new Set(named.map(({ short }) => short)).size === named.length;
  return unique ? named : named.map((turn) => ({ ...turn, short: turn.title }));
}

/** Whose turn comes after that of `last`; the first one's at the beginning of a step. */
export const nextTurn = (turns: readonly Turn[], last: string | null): Turn | undefined =>
  turns[(turns.findIndex(({ node }) => node === last) + 1) % Math.max(1, turns.length)];
