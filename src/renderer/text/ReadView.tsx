import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionInfo, TextInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { Passage } from './Passage';
import { holdText } from './shown';
import styles from './TextLens.module.css';
import { lettersOf } from './use-writing';
import { changeTextView, PAGE, useTextView } from './view';
import { Readout } from './WriteView';

/** The held-out text, page by page, shaded by how surprised the model is. */
export function ReadView({ info, text, visible }: { info: SessionInfo; text: TextInfo; visible: boolean }) {
  const { cursor } = useTextView();
  const offset = useTextView((view) => Math.min(view.offset, Math.max(0, text.heldOut - 1)));
  const { weights, key } = useWeights();
  const { value, error } = useProbe({
    query: visible ? offset : null,
    key: `${key} ${offset}`,
    ask: (client, asked) =>
      client.request('probe.score-text', { channel: 'text.read', weights, of: { offset: asked, tokens: PAGE } }),
  });
  const letters = lettersOf(value, 'written');
  const [hovered, setHovered] = useState<number | null>(null);
  useEffect(() => holdText({ letters, next: null, step: value?.step ?? null }));
  useEffect(() => () => holdText(null), []);
  const go = (to: number) => changeTextView({ offset: to, cursor: null });
  return (
    <div className={styles.main}>
      <ErrorNote errors={[error]} />
      <Passage
        label={`Held-out text of ${info.data.title}`}
        letters={letters}
        cursor={cursor}
        onCursor={(to) => changeTextView({ cursor: to })}
        onHover={setHovered}
        placeholder="The held-out text comes as soon as the model has read it."
        testId="text.held-out"
      />
      <div className={styles.row}>
        <Readout letters={letters} at={hovered ?? cursor}>
          {value && `weights of step ${formatCount(value.step)}`}
        </Readout>
        <span className={styles.readout} data-testid="text.range">
          {formatCount(offset + 1)}–{formatCount(Math.min(text.heldOut, offset + PAGE))} of {formatCount(text.heldOut)}
        </span>
        <IconButton
          icon={ChevronLeft}
          label="The page before"
          size="small"
          disabled={offset === 0}
          onClick={() => go(Math.max(0, offset - PAGE))}
          testId="text.previous"
        />
        <IconButton
          icon={ChevronRight}
          label="The next page"
          size="small"
          disabled={offset + PAGE >= text.heldOut}
          onClick={() => go(offset + PAGE)}
          testId="text.following"
        />
      </div>
    </div>
  );
}
