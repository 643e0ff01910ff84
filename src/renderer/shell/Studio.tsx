import { ComparePanel } from '../compare/ComparePanel';
import { classes } from '../components/classes';
import { Splitter } from '../components/Splitter';
import { Canvas } from '../editor/Canvas';
import { Gallery } from '../gallery/Gallery';
import { Inspector } from '../inspector/Inspector';
import { defaultPreferences } from '../state/preferences';
import { useUi } from '../state/ui';
import { Banner } from './Banner';
import { LensArea } from './LensArea';
import { NodesDrawer } from './NodesDrawer';
import { Rail } from './Rail';
import { RunsDrawer } from './RunsDrawer';
import { StatusBar } from './StatusBar';
import styles from './Studio.module.css';
import { TopBar } from './TopBar';

const LIMITS = { drawer: [180, 420], inspector: [220, 520], lenses: [140, 900] } as const;

/** The open project. In the order in which the focus walks: top bar, rail, drawer, canvas, inspector, lenses, status bar. */
export function Studio() {
  const gallery = useUi((state) => state.gallery);
  return (
    <div className={styles.studio}>
      <TopBar />
      <div className={styles.body}>
        <Rail />
        {gallery ? (
          <div className={styles.gallery}>
            <Gallery inside />
          </div>
        ) : (
          <>
            <Drawer />
            <main className={styles.center}>
              <Banner />
              <CanvasArea />
            </main>
            <InspectorPanel />
            <Lenses />
          </>
        )}
      </div>
      <StatusBar />
    </div>
  );
}

const useMaximised = (): boolean => useUi((state) => state.lensesMaximised && state.panels.lenses);

function CanvasArea() {
  if (useMaximised()) return null;
  return (
    <div className={styles.canvas} data-region="canvas">
      <Canvas />
      <ComparePanel />
    </div>
  );
}

function Lenses() {
  const open = useUi((state) => state.panels.lenses);
  const maximised = useMaximised();
  const height = useUi((state) => state.sizes.lenses);
  const setSize = useUi((state) => state.setSize);
  if (!open) return null;
  return (
    <div className={classes(styles.lenses, maximised && styles.maximised)}>
      {!maximised && (
        <Splitter
          label="Height of the lenses"
          orientation="horizontal"
          size={height}
          min={LIMITS.lenses[0]}
          max={LIMITS.lenses[1]}
          after
          onResize={(pixels) => setSize('lenses', pixels)}
          onReset={() => setSize('lenses', defaultPreferences.sizes.lenses)}
        />
      )}
      <LensArea height={maximised ? null : height} />
    </div>
  );
}

function Drawer() {
  const rail = useUi((state) => state.rail);
  const width = useUi((state) => state.sizes.drawer);
  const setSize = useUi((state) => state.setSize);
  if (rail === null) return null;
  return (
    <div className={styles.side} data-region="drawer">
      <div className={styles.drawer} style={{ width }}>
        {rail === 'nodes' ? <NodesDrawer /> : <RunsDrawer />}
      </div>
      <Splitter
        label="Width of the drawer"
        orientation="vertical"
        size={width}
        min={LIMITS.drawer[0]}
        max={LIMITS.drawer[1]}
        onResize={(pixels) => setSize('drawer', pixels)}
        onReset={() => setSize('drawer', defaultPreferences.sizes.drawer)}
      />
    </div>
  );
}

function InspectorPanel() {
  const open = useUi((state) => state.panels.inspector);
  const width = useUi((state) => state.sizes.inspector);
  const setSize = useUi((state) => state.setSize);
  if (!open) return null;
  return (
    <div className={classes(styles.side, styles.end)}>
      <Splitter
        label="Width of the inspector"
        orientation="vertical"
        size={width}
        min={LIMITS.inspector[0]}
        max={LIMITS.inspector[1]}
        after
        onResize={(pixels) => setSize('inspector', pixels)}
        onReset={() => setSize('inspector', defaultPreferences.sizes.inspector)}
      />
      <div className={styles.inspector} style={{ width }}>
        <Inspector />
      </div>
    </div>
  );
}
