import { useEffect, useState } from 'react';
import type { PlaneStage } from '../lenses/plane/stage';
import { LatentScene } from './scene';

/** What the latent lens draws on a plane, as long as there is one. */
export function useScene(stage: PlaneStage | null): LatentScene | null {
  const [scene, setScene] = useState<LatentScene | null>(null);
  useEffect(() => {
    if (!stage) return;
    const made = new LatentScene(stage);
    setScene(made);
    return () => {
      made.dispose();
      setScene(null);
    };
  }, [stage]);
  return scene;
}
