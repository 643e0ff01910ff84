import { Segmented } from '../components/Segmented';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import { drawableNode } from './draw/drawing';
import { changeDataView, type DataMode, useDataView } from './view';

const MODES: readonly { id: DataMode; label: string; help: string }[] = [
  { id: 'items', label: 'Items', help: 'What the data node gives' },
  { id: 'classes', label: 'Classes', help: 'How many items each class has, and their mean' },
  { id: 'draw', label: 'Draw', help: 'Draw points by hand' },
];

/** Switches between items, classes and drawing, as far as the data has them. */
export function ModeSwitch() {
  const mode = useShownMode();
  const offered = useOffered();
  if (offered.length < 2) return null;
  return (
    <Segmented
      label="What to show"
      value={mode}
      options={MODES.filter(({ id }) => offered.includes(id))}
      onChange={(next) => changeDataView({ mode: next })}
      testId="data.mode"
    />
  );
}

function useOffered(): readonly DataMode[] {
  const classes = useSession((session) => session.info?.data.classes.length ?? 0);
  const draws = useProject(({ edit }) => drawableNode(edit?.document ?? null, null) !== null);
  return MODES.map(({ id }) => id).filter((id) => id === 'items' || (id === 'classes' ? classes > 1 : draws));
}

/** The chosen mode where the data has it, else the items. */
export function useShownMode(): DataMode {
  const mode = useDataView((view) => view.mode);
  return useOffered().find((id) => id === mode) ?? 'items';
}
