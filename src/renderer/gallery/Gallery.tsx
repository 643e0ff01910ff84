import { ArrowLeft, FilePlus2, FolderOpen, SunMoon } from 'lucide-react';
import { useEffect } from 'react';
import { services } from '../client/services';
import { Button } from '../components/Button';
import { classes } from '../components/classes';
import { MenuButton } from '../components/Menu';
import { runCommand } from '../shell/commands';
import { Logo } from '../shell/Logo';
import { createProject } from '../shell/leaving';
import { themeItems } from '../shell/theme-items';
import { useUi } from '../state/ui';
import styles from './Gallery.module.css';
import { Recent } from './Recent';
import { TemplateCard } from './TemplateCard';
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
      <section className={styles.templates} aria-label="Templates">
        <h1>Begin with a template</h1>
        {failure && <p className={styles.failure}>{failure}</p>}
        <div className={styles.grid}>
          {templates === null
            ? ['first', 'second'].map((key) => <div key={key} className={styles.placeholder} aria-hidden />)
            : templates.map((template) => (
                <TemplateCard key={template.id} template={template} onOpen={() => createProject(template.document)} />
              ))}
          <BlankCard />
        </div>
      </section>
    </main>
  );
}

function BlankCard() {
  return (
    <button
      type="button"
      className={styles.blank}
      onClick={() => runCommand('project.new')}
      data-testid="gallery.blank"
    >
      <FilePlus2 aria-hidden />
      <strong>Blank canvas</strong>
      <span>Begin with data, end in a trainer.</span>
    </button>
  );
}

function BackButton() {
  return (
    <Button icon={ArrowLeft} onClick={() => useUi.getState().setGallery(false)} testId="gallery.back">
      Back to your project
    </Button>
  );
}
