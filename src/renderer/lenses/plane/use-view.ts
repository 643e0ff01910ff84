import { useCallback, useSyncExternalStore } from 'react';
import type { PlaneStage } from './stage';
import type { PlaneView } from './transform';

const nowhere: PlaneView = { x: 0, y: 0, scale: 1 };
const never = () => () => {};

/** Where a stage looks, followed live. */
export const useStageView = (stage: PlaneStage | null): PlaneView =>
  useSyncExternalStore(
    stage?.onView ?? never,
    useCallback(() => stage?.view ?? nowhere, [stage]),
  );
