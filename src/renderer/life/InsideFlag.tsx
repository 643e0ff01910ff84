import { catalogue } from '../../core/catalogue';
import { nodeAt, nodeName } from '../../core/graph';
import { reveal } from '../state/edit';
import { useProject } from '../state/project';
import { FlagNote } from './FlagNote';
import { worstFlag } from './flags';
import styles from './LayerStrip.module.css';
import { useInsideFlags } from './use-life';

/** The worst that is wrong inside a node's network; a click goes there. */
export function InsideFlag({ network }: { network: string }) {
  const flags = useInsideFlags(network);
  const worst = worstFlag(flags);
  const place = useProject(({ edit }) => {
    const node = worst && edit && nodeAt(edit.document, worst.network, worst.node);
    return node ? nodeName(node, catalogue) : undefined;
  });
  if (!worst || place === undefined) return null;
  return (
    <div className={styles.strip}>
      <FlagNote flag={worst} place={place} onClick={() => reveal({ network: worst.network, node: worst.node })} />
    </div>
  );
}
