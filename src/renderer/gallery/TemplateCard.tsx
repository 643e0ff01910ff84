import { useEffect, useRef } from 'react';
import { useUi } from '../state/ui';
import { illustrate } from './illustrations';
import { pictures } from './pictures';
import styles from './TemplateCard.module.css';
import type { Template } from './templates';

interface TemplateCardProps {
  template: Template;
  onOpen(): void;
}

/** A template: a picture of what comes of it, its title, the models it shows, and what it is about. */
export function TemplateCard({ template, onOpen }: TemplateCardProps) {
  const { id, document } = template;
  return (
    <button type="button" className={styles.card} onClick={onOpen} data-testid={`gallery.template.${id}`}>
      <Picture template={template} />
      <span className={styles.body}>
        <span className={styles.titleRow}>
          <span className={styles.title}>{document.title}</span>
          {document.models.map((model) => (
            <span key={model} className={styles.model}>
              {model}
            </span>
          ))}
        </span>
        <span className={styles.summary}>{document.summary}</span>
      </span>
    </button>
  );
}

function Picture({ template }: { template: Template }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.resolvedTheme);
  const source = pictures[template.id];
  useEffect(() => {
    if (canvas.current && theme) illustrate(canvas.current, template);
  }, [template, theme]);
  if (source) return <img className={styles.picture} src={source} alt="" />;
  return <canvas ref={canvas} className={styles.picture} aria-hidden />;
}
