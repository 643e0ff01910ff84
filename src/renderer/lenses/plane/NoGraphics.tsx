import { MonitorX } from 'lucide-react';
import { EmptyState } from '../../components/EmptyState';
import type { StageStatus } from './stage';

/** What takes the place of a picture that the graphics driver does not give. */
export function NoGraphics({ status, className }: { status: Exclude<StageStatus, 'ready'>; className: string }) {
  return (
    <div className={className} role="alert">
      {status === 'lost' ? (
        <EmptyState icon={MonitorX} title="The graphics driver took the picture away">
          It comes back by itself as soon as the driver is ready again. Nothing of the model is lost.
        </EmptyState>
      ) : (
        <EmptyState icon={MonitorX} title="This view needs WebGL 2">
          The graphics driver gave no WebGL 2 context; update the driver, or start the studio with software graphics.
          Training, curves and samples work without it.
        </EmptyState>
      )}
    </div>
  );
}
