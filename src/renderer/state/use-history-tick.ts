import { useEffect, useState } from 'react';
import { useSession } from './session';

/**
 * Version of the curves that changes at most once in `rest` milliseconds, the last change included:
 * numbers that change thirty times a second can be neither read nor drawn for nothing.
 */
export function useHistoryTick(rest: number): number {
  const [version, setVersion] = useState(() => useSession.getState().historyVersion);
  useEffect(() => {
    let timer = 0;
    const show = (): void => {
      timer = 0;
      setVersion(useSession.getState().historyVersion);
    };
    const stop = useSession.subscribe((state, before) => {
      if (state.historyVersion !== before.historyVersion && timer === 0) timer = window.setTimeout(show, rest);
    });
    show();
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [rest]);
  return version;
}
