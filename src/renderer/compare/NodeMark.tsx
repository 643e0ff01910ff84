import { catalogue } from '../../core/catalogue';
import type { FieldDifference, GraphId, SettingDifference } from '../../core/graph';
import { classes } from '../components/classes';
import { formatPlural } from '../format';
import styles from './Compare.module.css';
import { look } from './look';
import type { NodeMark as Mark } from './marks';
import { useCompare } from './state';

/** How a node of the open document differs from its other version; undefined where it does not, or nothing is compared. */
export const useNodeMark = (graph: GraphId, id: string): Mark | undefined =>
  useCompare(({ marks }) => marks.get(graph)?.nodes.get(id));

const SHOWN = 4;

/** On a node: a frame and a word that say how it differs, and what its changed settings were. Nothing where it does not. */
export function NodeMark({ graph, id }: { graph: GraphId; id: string }) {
  const mark = useNodeMark(graph, id);
  if (!mark) return null;
  const { icon: Icon, word, className } = look[mark.kind ?? 'changed'];
  const { settings = [], fields = [] } = mark.change ?? {};
  const lines = [...fields, ...settings];
  return (
    <div className={classes(styles.mark, className)} data-testid={`compare.node.${id}`}>
      <span className={classes(styles.frame, !mark.kind && styles.inner)} aria-hidden />
      <span className={styles.badge}>
        <Icon aria-hidden />
        {mark.kind ? word : `${formatPlural(mark.inside, 'difference')} inside`}
      </span>
      {lines.length > 0 && (
        <ul className={styles.lines}>
          {lines.slice(0, SHOWN).map((line) => (
            <li key={'key' in line ? line.key : line.field}>
              <Change line={line} />
            </li>
          ))}
          {lines.length > SHOWN && <li>and {lines.length - SHOWN} more</li>}
        </ul>
      )}
      {mark.kind === 'changed' && mark.inside > 0 && (
        <p className={styles.inside}>{formatPlural(mark.inside, 'difference')} inside</p>
      )}
    </div>
  );
}

/** `Width 128 → 256`. Values whose short words are alike are only said to differ. */
export function Change({ line }: { line: FieldDifference | SettingDifference }) {
  const alike = line.from === line.to;
  return (
    <>
      <span className={styles.label}>{line.label}</span>{' '}
      <span className={styles.values}>
        {alike ? (
          'other values'
        ) : (
          <>
            <del>{line.from}</del>
            <span aria-hidden> → </span>
            <ins>{line.to}</ins>
          </>
        )}
      </span>
    </>
  );
}

/** Title of a node's type, for one that is no longer there. */
export const typeTitle = (type: string): string => catalogue.find(type)?.title ?? type;
