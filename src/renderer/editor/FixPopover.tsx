import { type FocusEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useCanvas } from './canvas-state';
import styles from './FixPopover.module.css';
import { focusNode } from './focus-node';
import { ProblemFixes } from './ProblemFixes';

/** After a wire that fits but makes a problem: the sentence and the edits that put it right. Enter takes the first, Escape closes. */
export function FixPopover() {
  const fixing = useCanvas((state) => state.fixing);
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !fixing) return;
    const { width, height } = element.getBoundingClientRect();
    const { x, y } = besideNode(fixing.problem.node) ?? fixing.screen;
    element.style.left = `${Math.max(8, Math.min(x + 14, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(y, window.innerHeight - height - 8))}px`;
    element.querySelector('button')?.focus();
  }, [fixing]);

  useEffect(() => {
    if (!fixing) return;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [fixing]);

  if (!fixing) return null;
  const { problem } = fixing;
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    close();
    if (problem.node !== undefined) focusNode(problem.node);
  };
  // Who goes on to something else has left it.
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !box.current?.contains(relatedTarget)) close();
  };
  return createPortal(
    <div
      ref={box}
      role="dialog"
      aria-label="Quick fix"
      aria-describedby="fix-popover-sentence"
      className={styles.popover}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      data-testid="fix-popover"
    >
      <p id="fix-popover-sentence" className={styles.sentence}>
        {problem.message}
      </p>
      <ProblemFixes problem={problem} onDone={close} />
    </div>,
    document.body,
  );
}

/** To the right of a node on the canvas, which the sentence is about and must not cover. */
function besideNode(id: string | undefined): { x: number; y: number } | null {
  if (id === undefined) return null;
  const box = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.getBoundingClientRect();
  return box ? { x: box.right, y: box.top } : null;
}

const close = (): void => useCanvas.setState({ fixing: null });
