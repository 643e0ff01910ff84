import { ArrowLeft, FilePlus2, FolderOpen, SunMoon } from 'lucide-react';
import { useEffect } from 'react';
import { services } from '../client/services';
import { Button } from '../components/Button';
import { classes } from '../components/classes';
import { MenuButton } from '../components/Menu';
import { runCommand } from '../shell/commands';
import { Logo } from '../shell/Logo';
import { themeItems } from '../shell/theme-items';
import { useUi } from '../state/ui';
import styles from './Gallery.module.css';
import { Recent } from './Recent';
import { Shelves } from './Shelves';
import { loadTemplates, useTemplates } from './templates';

/** Where a study begins: templates with pictures of what they lead to, a blank one, one from disk, a recent one. */
export function Gallery({ inside = false }: { inside?: boolean }) {
  const templates = useTemplates((state) => state.templates);
  const failure = useTemplates((state) => state.failure);
  useEffect(() => {
    void loadTemplates(services().app);
    void services().files.refreshRecent();
  }, []);
  return (
    <main className={classes(styles.gallery, inside && styles.inside)} data-testid="gallery">
      <aside className={styles.side}>
        {!inside && (
          <header className={styles.head}>
            <Logo large />
            <p>Wire generative models as a graph, train them on this machine, and see what they learn.</p>
          </header>
        )}
        {inside && <BackButton />}
        <div className={styles.begin}>
          <Button
            icon={FilePlus2}
            onClick={() => runCommand('project.new')}
            tooltip="Begin with data, end in a trainer"
            testId="gallery.blank"
          >
            Blank canvas
          </Button>
          <Button
            icon={FolderOpen}
            onClick={() => runCommand('project.open')}
            keys="Mod+O"
            tooltip="A project folder"
            testId="gallery.open"
          >
            Open…
          </Button>
        </div>
        <Recent />
        {!inside && (
          <footer className={styles.foot}>
            <MenuButton label="Theme" items={themeItems} testId="gallery.theme">
              <SunMoon aria-hidden />
              Theme
            </MenuButton>
          </footer>
        )}
      </aside>
      <Shelves templates={templates} failure={failure} />
    </main>
  );
}

function BackButton() {
  return (
    <Button icon={ArrowLeft} onClick={() => useUi.getState().setGallery(false)} testId="gallery.back">
      Back to your project
    </Button>
  );
}
