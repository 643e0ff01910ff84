import { Boxes, Keyboard, LayoutGrid, type LucideIcon, SunMoon, Waves } from 'lucide-react';
import { classes } from '../components/classes';
import { MenuButton } from '../components/Menu';
import { Tooltip } from '../components/Tooltip';
import { useUi } from '../state/ui';
import { runCommand } from './commands';
import styles from './Rail.module.css';
import { themeItems } from './theme-items';

/** The narrow bar at the left edge: where things are found. */
export function Rail() {
  const gallery = useUi((state) => state.gallery);
  const rail = useUi((state) => state.rail);
  const open = (section: 'nodes' | 'runs') => {
    const { setRail, setGallery } = useUi.getState();
    setRail(rail === section && !gallery ? null : section);
    setGallery(false);
  };
  return (
    <nav className={styles.rail} aria-label="Sections" data-region="rail">
      <RailButton
        icon={LayoutGrid}
        label="Gallery"
        keys="Mod+Shift+O"
        on={gallery}
        onClick={() => runCommand('view.gallery')}
        testId="rail.gallery"
      />
      <RailButton
        icon={Boxes}
        label="Nodes"
        keys="Mod+1"
        on={!gallery && rail === 'nodes'}
        onClick={() => open('nodes')}
        testId="rail.nodes"
      />
      <RailButton
        icon={Waves}
        label="Runs"
        keys="Mod+2"
        on={!gallery && rail === 'runs'}
        onClick={() => open('runs')}
        testId="rail.runs"
      />
      <div className={styles.space} />
      <MenuButton label="Theme" items={themeItems} className={styles.small} testId="rail.theme">
        <SunMoon aria-hidden />
      </MenuButton>
      <Tooltip content="Keyboard shortcuts" keys="?" side="right">
        <button
          type="button"
          className={styles.small}
          aria-label="Keyboard shortcuts"
          onClick={() => runCommand('help.keys')}
          data-testid="rail.keys"
        >
          <Keyboard aria-hidden />
        </button>
      </Tooltip>
    </nav>
  );
}

interface RailButtonProps {
  icon: LucideIcon;
  label: string;
  keys: string;
  on: boolean;
  onClick(): void;
  testId: string;
}

function RailButton({ icon: Icon, label, keys, on, onClick, testId }: RailButtonProps) {
  return (
    <Tooltip content={label} keys={keys} side="right">
      <button
        type="button"
        className={classes(styles.button, on && styles.on)}
        aria-pressed={on}
        onClick={onClick}
        data-testid={testId}
      >
        <Icon aria-hidden />
        {label}
      </button>
    </Tooltip>
  );
}
