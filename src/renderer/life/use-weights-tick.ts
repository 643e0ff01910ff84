import { useEffect, useState } from 'react';
import { useSession } from '../state/session';

/** Version of the weights that changes at most once in `rest` milliseconds, the last change included. */
export function useWeightsTick(rest: number): number {
  const [version, setVersion] = useState(() => useSession.getState().weightsVersion);
  useEffect(() => {
    let timer = 0;
    const show = (): void => {
      timer = 0;
      setVersion(useSession.getState().weightsVersion);
    };
    const stop = useSession.subscribe((state, before) => {
      if (state.weightsVersion !== before.weightsVersion && timer === 0) timer = window.setTimeout(show, rest);
    });
    show();
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [rest]);
  return version;
}
