import { ChevronRight } from 'lucide-react';
import { catalogue } from '../../core/catalogue';
import { nodeName } from '../../core/graph';
import { goTo } from '../state/edit';
import { useProject } from '../state/project';
import styles from './Breadcrumb.module.css';

/** Where the canvas is while it shows the inside of a network, and the way back. */
export function Breadcrumb() {
  const place = useProject((state) => state.place);
  const title = useProject((state) => state.edit?.document.title);
  const owner = useProject((state) => state.edit?.document.study.nodes.find(({ network }) => network === state.place));
  if (place === null) return null;
  return (
    <nav className={styles.breadcrumb} aria-label="Place in the project" data-testid="breadcrumb">
      <button type="button" onClick={() => goTo(null)} data-testid="breadcrumb.study">
        {title}
      </button>
      <ChevronRight aria-hidden />
      <span aria-current="location">{owner ? nodeName(owner, catalogue) : place}</span>
    </nav>
  );
}
