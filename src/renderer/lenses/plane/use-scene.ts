import { useEffect, useRef, useState } from 'react';
import type { PlaneStage } from './stage';

/** What a lens draws on a stage, as long as there is one. `make` is the newest at the time when the stage comes. */
export function useScene<S extends { dispose(): void }>(
  stage: PlaneStage | null,
  make: (stage: PlaneStage) => S,
): S | null {
  const [scene, setScene] = useState<S | null>(null);
  const newest = useRef(make);
  newest.current = make;
  useEffect(() => {
    if (!stage) return;
    const made = newest.current(stage);
    setScene(made);
    return () => {
      made.dispose();
      setScene(null);
    };
  }, [stage]);
  return scene;
}
