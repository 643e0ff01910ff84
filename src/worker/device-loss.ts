import type { DeviceLostError } from '../engine';

/** What a lost device or a killed process can cost at most, besides the step under way. */
export const CHECKPOINT_INTERVAL_MS = 20_000;

/** Where a run goes on whose device is gone. */
export const REFUGE = 'cpu';

interface Loss {
  /** Title of the engine whose device is gone. */
  title: string;
  /** Step at which it went. */
  at: number;
  /** Step of the checkpoint that the run goes on from; 0 where there is none. */
  from: number;
  training: boolean;
}

/** What the user is told of a run that had to leave its device. */
export const lossNotice = ({ message }: DeviceLostError, { title, at, from, training }: Loss): string => {
  const what = message.includes('no memory left') ? 'has no memory left' : 'was lost';
  const onward = training ? 'training continues' : 'the run can continue';
  const seconds = CHECKPOINT_INTERVAL_MS / 1000;
  const origin =
    from > 0
      ? `from step ${from}, its last checkpoint (one is written every ${seconds} seconds)`
      : `from the first step, as the first checkpoint comes after ${seconds} seconds`;
  return `The device of ${title} ${what} at step ${at}; ${onward} on the CPU ${origin}.`;
};
