import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../../state/session';
import { Follower, type Probe, type ProbeOptions } from './follower';

/** Follows a probe of the present session: asks when `key` changes, newest question first. */
export function useProbe<Query, Answer>(options: ProbeOptions<Query, Answer>): Probe<Answer> {
  const client = useSession((session) => session.client);
  const run = useSession((session) => session.info?.run ?? null);
  const training = useSession((session) => session.state === 'training');
  const [follower] = useState(() => new Follower<Query, Answer>());
  // Without a list: the follower compares for itself what has changed.
  useEffect(() => follower.update({ client, run, training }, options));
  useEffect(() => () => follower.close(), [follower]);
  return useSyncExternalStore(follower.subscribe, follower.snapshot);
}
