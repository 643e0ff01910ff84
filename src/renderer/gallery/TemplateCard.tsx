import { useEffect, useRef } from 'react';
import type { ProjectDocument } from '../../core/graph/document';
import { useUi } from '../state/ui';
import { drawGraph } from './draw-graph';
import { pictures } from './pictures';
import styles from './TemplateCard.module.css';
import type { Template } from './templates';

interface TemplateCardProps {
  template: Template;
  onOpen(): void;
}

/** A template: a picture of what comes of it, its title, and what it is about. */
export function TemplateCard({ template, onOpen }: TemplateCardProps) {
  const { id, document } = template;
  return (
    <button
      type="button"
      className={styles.card}
      onClick={onOpen}
      data-template={id}
      data-testid={`gallery.template.${id}`}
    >
      <Picture template={template} />
      <span className={styles.body}>
        <span className={styles.titleRow}>
          <span className={styles.title}>{document.title}</span>
        </span>
        <span className={styles.summary}>{document.summary}</span>
      </span>
    </button>
  );
}

/** A result of the template where there is a picture of one, else its graph. */
function Picture({ template: { id, document } }: { template: Template }) {
  const source = pictures[id];
  return source ? <img className={styles.picture} src={source} alt="" /> : <GraphPicture document={document} />;
}

function GraphPicture({ document }: { document: ProjectDocument }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.resolvedTheme);
  useEffect(() => {
    if (canvas.current && theme) drawGraph(canvas.current, document);
  }, [document, theme]);
  return <canvas ref={canvas} className={styles.picture} aria-hidden />;
}
