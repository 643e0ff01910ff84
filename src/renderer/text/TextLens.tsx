import { Dices, TextCursorInput } from 'lucide-react';
import { useRef } from 'react';
import type { SessionInfo, TextInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { Segmented } from '../components/Segmented';
import { Explain } from '../lenses/Explain';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { LensToolbar } from '../lenses/LensToolbar';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { useSession } from '../state/session';
import { ReadView } from './ReadView';
import styles from './TextLens.module.css';
import { changeTextView, drawAnew, useTextView } from './view';
import { WriteView } from './WriteView';

const MODES = [
  { id: 'write', label: 'Write', help: 'The model goes on with a beginning' },
  { id: 'read', label: 'Read', help: 'How surprised the model is by text that it never trained on' },
] as const;

/** What a model of text writes, and what it thinks may come next. */
export function TextLens() {
  const info = useSession((session) => session.info);
  const text = info?.probes.text;
  if (info && text) return <Open key={info.run} info={info} text={text} />;
  return (
    <Explain icon={TextCursorInput} title="No model of a text here" testId="text.empty">
      This lens lets a sequence model write. Open the template “Character Transformer” to see it.
    </Explain>
  );
}

function Open({ info, text }: { info: SessionInfo; text: TextInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const mode = useTextView((view) => view.mode);
  return (
    <div ref={frame} className={styles.lens}>
      <LensToolbar label="Text lens">
        <Segmented
          label="What is shown"
          value={mode}
          options={MODES}
          onChange={(next) => changeTextView({ mode: next, cursor: null, running: false })}
          testId="text.mode"
        />
        <TrainingTime />
        {mode === 'write' && (
          <IconButton icon={Dices} label="Other draws" keys="N" size="small" onClick={drawAnew} testId="text.seed" />
        )}
      </LensToolbar>
      {mode === 'write' ? <WriteView info={info} visible={visible} /> : <ReadView {...{ info, text, visible }} />}
    </div>
  );
}
