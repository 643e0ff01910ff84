import { ChevronDown, ChevronUp, Undo2, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { FieldDifference, GraphId, SettingDifference } from '../../core/graph';
import { Button, IconButton } from '../components/Button';
import { classes } from '../components/classes';
import { formatPlural } from '../format';
import { goTo } from '../state/edit';
import styles from './ComparePanel.module.css';
import { look, sameIcon as SameIcon } from './look';
import { Change } from './NodeMark';
import type { Row, RowGroup, RowKind } from './rows';
import { closeComparison, countOf, goToRow, useCompare, walk } from './state';
import { fieldTaker, projectTaker, takeSetting } from './take';

/** Every difference by graph, beside the canvas; nothing while nothing is compared. */
export function ComparePanel() {
  const other = useCompare((state) => state.other);
  const groups = useCompare((state) => state.groups);
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (other) element.current?.focus({ preventScroll: true });
  }, [other]);
  if (!other) return null;
  const count = countOf(groups);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    closeComparison();
  };
  return (
    <section
      ref={element}
      tabIndex={-1}
      className={styles.panel}
      aria-label="Differences"
      data-testid="compare"
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <div className={styles.titleRow}>
          <h2>Compared with {other.title}</h2>
          <IconButton
            icon={X}
            label="Close the comparison"
            keys="Escape"
            size="small"
            onClick={closeComparison}
            testId="compare.close"
          />
        </div>
        {count > 0 && (
          <div className={styles.titleRow}>
            <Totals groups={groups} />
            <IconButton
              icon={ChevronUp}
              label="Previous difference"
              keys="Shift+F7"
              size="small"
              onClick={() => walk(-1)}
            />
            <IconButton
              icon={ChevronDown}
              label="Next difference"
              keys="F7"
              size="small"
              onClick={() => walk(1)}
              testId="compare.next"
            />
          </div>
        )}
      </header>
      <div className={styles.list}>
        {count === 0 && (
          <p className={styles.same} role="status">
            <SameIcon aria-hidden />
            Both are alike: every node, setting and wire.
          </p>
        )}
        {groups.map((group) => (
          <Group key={group.key} group={group} />
        ))}
      </div>
    </section>
  );
}

const KINDS: readonly RowKind[] = ['added', 'removed', 'changed'];

function Totals({ groups }: { groups: readonly RowGroup[] }) {
  const rows = groups.flatMap((group) => group.rows);
  return (
    <p className={styles.totals} role="status" data-testid="compare.totals">
      {KINDS.map((kind) => {
        const count = rows.filter((row) => row.kind === kind).length;
        const { icon: Icon, word, className } = look[kind];
        return (
          count > 0 && (
            <span key={kind} className={className}>
              <Icon aria-hidden />
              {count} {word}
            </span>
          )
        );
      })}
    </p>
  );
}

function Group({ group: { title, rows, moved } }: { group: RowGroup }) {
  const graph = rows[0]?.graph;
  return (
    <section className={styles.group}>
      <h3>
        {graph === undefined ? (
          title
        ) : (
          <button type="button" className={styles.graph} onClick={() => goTo(graph)}>
            {title}
          </button>
        )}
        {rows.length > 0 && <span className={styles.count}>{rows.length}</span>}
      </h3>
      <ul>
        {rows.map((row) => (
          <RowView key={row.key} row={row} />
        ))}
      </ul>
      {moved > 0 && <p className={styles.moved}>{formatPlural(moved, 'thing')} moved or folded</p>}
    </section>
  );
}

const WHAT = { node: '', wire: 'wire', note: 'note', group: 'group', network: '', project: '' } as const;

function RowView({ row }: { row: Row }) {
  const current = useCompare(({ at }) => at === row.key);
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const { icon: Icon, word, className } = look[row.kind];
  const lines = [...row.fields, ...row.settings];
  return (
    <li ref={element} className={classes(styles.row, current && styles.current)}>
      <button
        type="button"
        className={styles.goto}
        aria-current={current || undefined}
        onClick={() => goToRow(row)}
        data-testid={`compare.row.${row.kind}.${row.what}`}
      >
        <Icon className={className} aria-label={word} />
        <span className={styles.text}>{row.text}</span>
        {WHAT[row.what] && <span className={styles.what}>{WHAT[row.what]}</span>}
      </button>
      {lines.length > 0 && (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <Line key={'key' in line ? `setting ${line.key}` : line.field} row={row} line={line} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** One value that differs, and the way to take the other one. */
function Line({ row, line }: { row: Row; line: FieldDifference | SettingDifference }) {
  const take = takerOf(row, line);
  return (
    <li className={styles.line}>
      <span className={styles.change}>
        <Change line={line} />
      </span>
      {take && (
        <Button
          size="small"
          variant="ghost"
          icon={Undo2}
          className={styles.take}
          label={`Take the other value of ${line.label}: ${line.from}`}
          tooltip={`Take the other value, ${line.from}`}
          onClick={take}
          testId={`compare.take.${row.node ?? 'project'}.${'key' in line ? line.key : line.field}`}
        >
          Take
        </Button>
      )}
    </li>
  );
}

function takerOf({ what, graph, node }: Row, line: FieldDifference | SettingDifference): (() => void) | null {
  if (!('key' in line)) {
    if (what === 'project') return projectTaker(line);
    return graph === undefined || node === undefined ? null : fieldTaker(graph, node, line);
  }
  if (graph === undefined || node === undefined) return null;
  const place: GraphId = graph;
  return () => takeSetting(place, node, line);
}
