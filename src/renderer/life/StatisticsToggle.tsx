import { Activity } from 'lucide-react';
import { IconButton } from '../components/Button';
import { useProject } from '../state/project';
import { toggleStatistics } from './commands';
import { useStatisticsShown } from './use-life';

/** Statistics on the nodes of the graph that is on the canvas. */
export function StatisticsToggle() {
  const shown = useStatisticsShown(useProject((state) => state.place));
  return (
    <IconButton
      icon={Activity}
      label="Statistics on the nodes: σ spread, ∅ dead units, ∇ gradient"
      keys="Shift+S"
      size="small"
      side="top"
      pressed={shown}
      onClick={toggleStatistics}
      testId="canvas.statistics"
    />
  );
}
