import { Search } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { EmptyState } from '../components/EmptyState';
import { reducedMotion } from '../lenses/hooks/use-media';
import { createProject } from '../shell/leaving';
import styles from './Gallery.module.css';
import { type Shelf, shelvesOf } from './shelves';
import { TemplateCard } from './TemplateCard';
import type { Template } from './templates';

interface ShelvesProps {
  /** Null until they are read. */
  templates: readonly Template[] | null;
  failure: string | null;
}

/** All templates by family, and a field to find one of them. */
export function Shelves({ templates, failure }: ShelvesProps) {
  const [wanted, setWanted] = useState('');
  const room = useRef<HTMLElement>(null);
  const shelves = useMemo(() => shelvesOf(templates ?? [], wanted), [templates, wanted]);
  const shown = shelves.reduce((total, { templates: held }) => total + held.length, 0);
  const firstCard = (under = ''): HTMLElement | null =>
    room.current?.querySelector<HTMLElement>(`${under} [data-template]`) ?? null;
  /** Shows a family; one that was chosen by keys has the focus go there too. */
  const goTo = (id: string, byKeys: boolean): void => {
    const under = `[data-family="${id}"]`;
    const behavior = reducedMotion() ? 'auto' : 'smooth';
    room.current?.querySelector(under)?.scrollIntoView({ block: 'start', behavior });
    if (byKeys) firstCard(under)?.focus({ preventScroll: true });
  };
  const onFindKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    firstCard()?.focus();
  };
  return (
    <section ref={room} className={styles.templates} aria-label="Templates">
      <div className={styles.top}>
        <h1>Begin with a template</h1>
        <label className={styles.find}>
          <Search aria-hidden />
          <input
            type="search"
            value={wanted}
            placeholder="Find a model"
            aria-label="Find a template"
            onChange={(event) => setWanted(event.target.value)}
            onKeyDown={onFindKey}
            data-testid="gallery.find"
          />
        </label>
        <output className="visually-hidden">{wanted.trim() === '' ? '' : foundWords(shown)}</output>
      </div>
      {failure && <p className={styles.failure}>{failure}</p>}
      {shelves.length > 1 && (
        <nav className={styles.families} aria-label="Families of models">
          {shelves.map(({ family, templates: held }) => (
            <button
              key={family.id}
              type="button"
              onClick={(event) => goTo(family.id, event.detail === 0)}
              data-testid={`gallery.family.${family.id}`}
            >
              {family.title} <span>{held.length}</span>
            </button>
          ))}
        </nav>
      )}
      {templates !== null && shelves.length === 0 && (
        <div className={styles.nothing}>
          <EmptyState icon={Search} title={`No template has “${wanted.trim()}”`} testId="gallery.nothing">
            Try a word of its name, its model or its recipe, for instance “flow” or “digits”.
          </EmptyState>
        </div>
      )}
      {templates === null && (
        <div className={styles.grid}>
          {['first', 'second', 'third'].map((key) => (
            <div key={key} className={styles.placeholder} aria-hidden />
          ))}
        </div>
      )}
      {shelves.map((shelf) => (
        <ShelfView key={shelf.family.id} shelf={shelf} />
      ))}
    </section>
  );
}

const foundWords = (count: number): string => (count === 1 ? '1 template found' : `${count} templates found`);

function ShelfView({ shelf: { family, templates } }: { shelf: Shelf }) {
  return (
    <section className={styles.shelf} aria-labelledby={`family-${family.id}`} data-family={family.id}>
      <h2 id={`family-${family.id}`}>{family.title}</h2>
      <p>{family.knows}</p>
      <div className={styles.grid}>
        {templates.map((template) => (
          <TemplateCard key={template.id} template={template} onOpen={() => createProject(template.document)} />
        ))}
      </div>
    </section>
  );
}
