import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTheme } from '../colour/theme';
import { useOnScreen } from '../hooks/use-on-screen';
import { usePixelRatio } from '../hooks/use-pixel-ratio';
import { useSize } from '../hooks/use-size';
import { attachGestures, type PlaneGestures } from './gestures';
import { NoGraphics } from './NoGraphics';
import styles from './Plane.module.css';
import { PlaneStage, type StageStatus } from './stage';
import { holdStage } from './stages';

interface PlaneProps {
  /** What is to be seen, in one sentence that is kept up to date: the plane's text for those who do not see it. */
  label: string;
  testId: string;
  gestures: PlaneGestures;
  /** The stage when it is ready, null when it goes. */
  onStage(stage: PlaneStage | null): void;
  /** The canvas with the marks, for attributes that change faster than the window is drawn. */
  marksRef?: RefObject<HTMLCanvasElement | null>;
  /** Controls and pictures on top of the plane. */
  children?: ReactNode;
}

/** A plane to look at: three canvases over each other, pan and zoom, and a sentence where the graphics driver fails. */
export function Plane({ label, testId, gestures, onStage, marksRef, children }: PlaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const under = useRef<HTMLCanvasElement>(null);
  const ownMarks = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const marks = marksRef ?? ownMarks;
  const handlers = useRef(gestures);
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const [status, setStatus] = useState<StageStatus>('ready');
  const theme = useTheme();
  const size = useSize(frame);
  const pixelRatio = usePixelRatio();
  const visible = useOnScreen(frame);
  const firstTheme = useRef(theme);

  useEffect(() => {
    handlers.current = gestures;
  });

  useEffect(() => {
    const canvases = { under: under.current, marks: marks.current, over: over.current };
    if (!canvases.under || !canvases.marks || !canvases.over) return;
    const made = new PlaneStage(
      { under: canvases.under, marks: canvases.marks, over: canvases.over },
      firstTheme.current,
      setStatus,
    );
    const detach = attachGestures(canvases.marks, made, () => handlers.current);
    setStage(made);
    return () => {
      detach();
      made.dispose();
      setStage(null);
    };
  }, [marks]);

  useEffect(() => {
    onStage(stage);
    return () => onStage(null);
  }, [stage, onStage]);
  useEffect(() => {
    if (stage && frame.current) return holdStage(testId, stage, frame.current);
  }, [stage, testId]);
  useEffect(() => stage?.setTheme(theme), [stage, theme]);
  useEffect(() => stage?.resize(size, pixelRatio), [stage, size, pixelRatio]);
  useEffect(() => stage?.setVisible(visible), [stage, visible]);
  useEffect(() => {
    // Words drawn on the canvases take the bundled face as soon as it is there.
    void document.fonts.ready.then(() => stage?.invalidate());
  }, [stage]);

  return (
    <div ref={frame} className={styles.plane}>
      <div className={styles.layer} aria-hidden="true">
        <canvas ref={under} />
      </div>
      <canvas ref={marks} className={styles.marks} role="img" aria-label={label} tabIndex={0} data-testid={testId} />
      <div className={styles.layer} aria-hidden="true">
        <canvas ref={over} />
      </div>
      {status === 'ready' ? children : <NoGraphics status={status} className={styles.message} />}
    </div>
  );
}
