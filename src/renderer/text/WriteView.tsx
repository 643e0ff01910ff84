import { Eraser, PenLine, Square } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { formatCount, formatFixed } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { NextTokens } from './NextTokens';
import { Passage } from './Passage';
import { holdText } from './shown';
import { bitsPerCharacter, tokenWords, visible } from './surprise';
import styles from './TextLens.module.css';
import { LONGEST_PROMPT, useWriting, type WritingState } from './use-writing';
import { changeTextView, clearText, drawAnew, generate, type Letter, setPrompt, stopAt, useTextView } from './view';

const countOf = (letters: readonly Letter[], from: Letter['from']): number =>
  letters.filter((letter) => letter.from === from).length;

/** Puts a token down at the cursor: what stands before stays, what came after goes. */
function putDown({ letters, next }: WritingState, cursor: number | null, index: number): void {
  if (!next) return;
  const place = cursor ?? letters.length;
  const [token, piece] = [next.tokens[index], next.pieces[index]];
  const kept = letters.slice(0, place);
  const typed = kept.filter(({ from }) => from === 'prompt');
  const put: Letter = { place, token, piece, logProb: Math.log(next.model[index]), from: 'chosen' };
  const chosen = [...kept.filter(({ from }) => from !== 'prompt'), put].map(
    (letter): Letter => ({ ...letter, from: 'chosen' }),
  );
  const cut = place < countOf(letters, 'prompt');
  changeTextView({
    chosen,
    length: 0,
    running: false,
    cursor: null,
    ...(cut && { prompt: typed.map((letter) => letter.piece).join('') }),
  });
}

/** A beginning, and the model that goes on with it. */
export function WriteView({ info, visible: shown }: { info: SessionInfo; visible: boolean }) {
  const writing = useWriting(info, shown);
  const { prompt, running, cursor } = useTextView();
  const { letters, next, error, step } = writing;
  const [hovered, setHovered] = useState<number | null>(null);
  useEffect(() => holdText({ letters, next, step }));
  useEffect(() => () => holdText(null), []);
  const toggle = () => (running ? stopAt(countOf(letters, 'written')) : generate());
  const onKeyDown = (event: KeyboardEvent) => {
    const acts: Readonly<Record<string, () => void>> = {
      ' ': toggle,
      Enter: toggle,
      n: drawAnew,
      N: drawAnew,
      Escape: () => (running ? toggle() : changeTextView({ cursor: null })),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const onPromptKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    if (!running) generate();
  };
  return (
    <div className={styles.write}>
      <div className={styles.main}>
        <div className={styles.beginning}>
          <textarea
            className={styles.box}
            aria-label="Beginning of the text"
            placeholder="A beginning …"
            title="The model goes on with it; Enter writes, Shift+Enter begins a line"
            rows={1}
            maxLength={LONGEST_PROMPT}
            spellCheck={false}
            value={prompt}
            onChange={(event) => setPrompt(event.target.value)}
            onKeyDown={onPromptKey}
            data-testid="text.prompt"
          />
          <Button
            icon={running ? Square : PenLine}
            variant="primary"
            onClick={toggle}
            keys="Space"
            tooltip={running ? 'Stops where it is' : 'Writes on, until it is stopped'}
            testId="text.generate"
          >
            {running ? 'Stop' : 'Generate'}
          </Button>
          <IconButton icon={Eraser} label="Take away what was written" onClick={clearText} testId="text.clear" />
        </div>
        <ErrorNote errors={[error]} />
        <Passage
          label="Text of the model"
          letters={letters}
          cursor={cursor}
          onCursor={(to) =>
            changeTextView({ cursor: to, ...(running && { running: false, length: countOf(letters, 'written') }) })
          }
          onHover={setHovered}
          onKeyDown={onKeyDown}
          follow={running}
          placeholder="Nothing is written yet."
          testId="text.passage"
        />
        <Readout letters={letters} at={hovered ?? cursor}>
          {step === null ? 'waiting for the model' : `weights of step ${formatCount(step)}`}
        </Readout>
      </div>
      <aside className={styles.side}>
        <DrawControls />
        <NextTokens
          next={next}
          at={cursor === null ? 'at the end' : `instead of ${visible(letters[cursor]?.piece ?? '')}`}
          onChoose={(index) => putDown(writing, cursor, index)}
        />
      </aside>
    </div>
  );
}

interface ReadoutProps {
  letters: readonly Letter[];
  /** Place of the token that is told of; null for none. */
  at: number | null;
  children?: ReactNode;
}

/** The token under the pointer or the cursor, and how surprised the model is by the text as a whole. */
export function Readout({ letters, at, children }: ReadoutProps) {
  const text = letters.map(({ piece }) => piece).join('');
  const rate = bitsPerCharacter(
    letters.map(({ logProb }) => logProb),
    text,
  );
  return (
    <p className={styles.readout} data-in-picture>
      <output data-testid="text.token">{at === null ? '' : tokenWords(letters[at])}</output>
      <span className={styles.spring} />
      {rate !== null && (
        <span data-testid="text.rate" title="−log₂ p of the text, divided by its characters">
          {formatFixed(rate, 2)} bits per character
        </span>
      )}
      <span>{children}</span>
    </p>
  );
}

/** Temperature and top k. */
function DrawControls() {
  const { temperature, topK } = useTextView();
  return (
    <div className={styles.controls}>
      <label className={styles.control}>
        <span>Temperature</span>
        <Slider
          label="Temperature"
          value={temperature}
          min={0.1}
          max={2}
          step={0.05}
          onChange={(value) => changeTextView({ temperature: value })}
          testId="text.temperature"
        />
        <output>{formatFixed(temperature, 2)}</output>
      </label>
      <label className={styles.control}>
        <span>Top k</span>
        <Slider
          label="Top k"
          value={topK}
          min={0}
          max={40}
          step={1}
          valueText={topK === 0 ? 'all tokens' : String(topK)}
          onChange={(value) => changeTextView({ topK: Math.round(value) })}
          testId="text.top-k"
        />
        <output>{topK === 0 ? 'all' : topK}</output>
      </label>
    </div>
  );
}
