import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../components/Button';
import { formatCount } from '../format';
import shared from '../lenses/lens.module.css';
import styles from './Pager.module.css';
import { changeDataView, useDataView } from './view';

interface PagerProps {
  /** First item that is shown, how many are, and how many there are. */
  from: number;
  count: number;
  of: number;
  children?: ReactNode;
}

/** The way through the items, page by page. */
export function Pager({ from, count, of, children }: PagerProps) {
  const page = useDataView((view) => view.page);
  return (
    <div className={styles.pager} role="toolbar" aria-label="Pages">
      {children}
      <span className={`${shared.number} ${styles.range}`} data-testid="data.range">
        {formatCount(from + 1)}–{formatCount(from + count)} of {formatCount(of)}
      </span>
      <IconButton
        icon={ChevronLeft}
        label="Items before these"
        size="small"
        disabled={page === 0}
        onClick={() => changeDataView({ page: page - 1 })}
        testId="data.previous"
      />
      <IconButton
        icon={ChevronRight}
        label="Items after these"
        size="small"
        disabled={from + count >= of}
        onClick={() => changeDataView({ page: page + 1 })}
        testId="data.next"
      />
    </div>
  );
}
