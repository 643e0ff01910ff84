import {
  ChevronDown,
  PanelBottomClose,
  PanelBottomOpen,
  PanelRightClose,
  PanelRightOpen,
  Redo2,
  Undo2,
} from 'lucide-react';
import { redoLabel, undoLabel } from '../../core/graph';
import { IconButton } from '../components/Button';
import { keyNames } from '../components/KeyCaps';
import { MenuButton } from '../components/Menu';
import { Tooltip } from '../components/Tooltip';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { runCommand } from './commands';
import { DeviceMenu } from './DeviceMenu';
import { Logo } from './Logo';
import { projectItems } from './project-items';
import { RunBar } from './RunBar';
import styles from './TopBar.module.css';

/** Project, undo, the run, and the way to everything else. */
export function TopBar() {
  return (
    <header className={styles.bar} data-region="top">
      <div className={styles.left}>
        <Logo />
        <ProjectMenu />
        <UndoButtons />
      </div>
      <RunBar />
      <div className={styles.right}>
        <DeviceMenu />
        <PanelButtons />
        <Tooltip content="Command palette" keys="Mod+K">
          <button
            type="button"
            className={styles.palette}
            aria-label="Command palette"
            onClick={() => runCommand('view.palette')}
            data-testid="topbar.palette"
          >
            {keyNames('Mod+K').join(' ')}
          </button>
        </Tooltip>
      </div>
    </header>
  );
}

function ProjectMenu() {
  const title = useProject((state) => state.edit?.document.title);
  return (
    <MenuButton label={`Project ${title}`} items={projectItems} className={styles.project} testId="topbar.project">
      <span className={styles.title}>{title}</span>
      <ChevronDown aria-hidden />
    </MenuButton>
  );
}

function UndoButtons() {
  const undo = useProject(({ edit }) => (edit ? undoLabel(edit) : null));
  const redo = useProject(({ edit }) => (edit ? redoLabel(edit) : null));
  return (
    <span className={styles.undo}>
      <IconButton
        icon={Undo2}
        label={undo ? `Undo ${undo}` : 'Undo'}
        keys="Mod+Z"
        disabled={undo === null}
        onClick={() => runCommand('edit.undo')}
        testId="topbar.undo"
      />
      <IconButton
        icon={Redo2}
        label={redo ? `Redo ${redo}` : 'Redo'}
        keys="Mod+Shift+Z"
        disabled={redo === null}
        onClick={() => runCommand('edit.redo')}
        testId="topbar.redo"
      />
    </span>
  );
}

/** Shows and hides the lenses and the inspector. */
function PanelButtons() {
  const lenses = useUi((state) => state.panels.lenses);
  const inspector = useUi((state) => state.panels.inspector);
  return (
    <span className={styles.panels}>
      <IconButton
        icon={lenses ? PanelBottomClose : PanelBottomOpen}
        label={lenses ? 'Hide the lenses' : 'Show the lenses'}
        keys="Mod+L"
        onClick={() => runCommand('view.lenses')}
        testId="topbar.lenses"
      />
      <IconButton
        icon={inspector ? PanelRightClose : PanelRightOpen}
        label={inspector ? 'Hide the inspector' : 'Show the inspector'}
        keys="Mod+I"
        onClick={() => runCommand('view.inspector')}
        testId="topbar.inspector"
      />
    </span>
  );
}
