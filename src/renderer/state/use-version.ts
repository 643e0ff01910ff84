import { useEffect, useState } from 'react';
import { useSession } from './session';

/**
 * Version of the curves or of the weights that changes at most once in `rest` milliseconds, the last change included:
 * numbers that change thirty times a second can be neither read nor drawn for nothing.
 */
export function useVersion(of: 'historyVersion' | 'weightsVersion', rest: number): number {
  const [version, setVersion] = useState(() => useSession.getState()[of]);
  useEffect(() => {
    let timer = 0;
    const show = (): void => {
      timer = 0;
      setVersion(useSession.getState()[of]);
    };
    const stop = useSession.subscribe((state, before) => {
      if (state[of] !== before[of] && timer === 0) timer = window.setTimeout(show, rest);
    });
    show();
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [of, rest]);
  return version;
}
