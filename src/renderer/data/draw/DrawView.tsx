import { FileInput, Play, Redo2, Shapes, Trash2, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { pointSets } from '../../../core/data';
import { type GraphNode, LIMITS, redoLabel, undoLabel } from '../../../core/graph';
import { services } from '../../client/services';
import { Button, IconButton } from '../../components/Button';
import { MenuButton, type MenuItem } from '../../components/Menu';
import { formatCount } from '../../format';
import { LensToolbar } from '../../lenses/LensToolbar';
import { redoEdit, undoEdit } from '../../state/edit';
import { useProject } from '../../state/project';
import { useRun } from '../../state/run';
import { useUi } from '../../state/ui';
import { ModeSwitch } from '../ModeSwitch';
import { DrawCanvas } from './DrawCanvas';
import styles from './DrawView.module.css';
import { asPoints, nameOf, setDrawing, setOf } from './drawing';
import { ImportDialog } from './ImportDialog';
import { pointsOfSet } from './import-points';
import { PenPanel } from './PenPanel';

/** Points that a drawing begins with when it is made from another set. */
const START = 2_000;

/** Draws the points of a data node by hand. Every stroke is one step of the project's history. */
export function DrawView({ node }: { node: GraphNode }) {
  const points = useMemo(() => asPoints(node.settings.points), [node.settings.points]);
  const [drawing, setDrawingCount] = useState<number | null>(null);
  const [importing, setImporting] = useState(false);
  const edit = useProject((project) => project.edit);
  const isData = setOf(node) === 'drawn';
  const put = (next: readonly (typeof points)[number][], label: string) => {
    setDrawingCount(null);
    setDrawing(node.id, next, label);
  };
  return (
    <>
      <LensToolbar label="Data lens">
        <ModeSwitch />
      </LensToolbar>
      {!isData && <SetNote node={node} drawn={points.length} />}
      <div className={styles.body}>
        <DrawCanvas points={points} onStroke={put} onCount={setDrawingCount} />
        <PenPanel>
          <div className={styles.actions} role="toolbar" aria-label="Drawing">
            <IconButton
              icon={Undo2}
              label="Undo"
              keys="Mod+Z"
              size="small"
              disabled={!edit || undoLabel(edit) === null}
              onClick={undoEdit}
              testId="draw.undo"
            />
            <IconButton
              icon={Redo2}
              label="Redo"
              keys="Mod+Shift+Z"
              size="small"
              disabled={!edit || redoLabel(edit) === null}
              onClick={redoEdit}
              testId="draw.redo"
            />
            <MenuButton
              label="Start from a set"
              items={() => startItems(put)}
              className={styles.menu}
              testId="draw.start"
            >
              <Shapes aria-hidden />
            </MenuButton>
            <IconButton
              icon={FileInput}
              label="Points from text…"
              size="small"
              onClick={() => setImporting(true)}
              testId="draw.import"
            />
            <IconButton
              icon={Trash2}
              label="Clear the drawing"
              size="small"
              disabled={points.length === 0}
              onClick={() => put([], 'Clear the drawing')}
              testId="draw.clear"
            />
          </div>
          <TrainOnIt empty={points.length === 0} isData={isData} onUse={() => put(points, 'Use the drawing as data')} />
          <span className={styles.count} data-testid="draw.count">
            {formatCount(drawing ?? points.length)} / {formatCount(LIMITS.points)} points
          </span>
        </PenPanel>
      </div>
      {importing && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onImport={(next, left) => {
            setImporting(false);
            put(next, 'Import points');
            if (left > 0)
              say(`${formatCount(left)} points were left out: a drawing holds ${formatCount(LIMITS.points)}.`);
          }}
        />
      )}
    </>
  );
}

const say = (message: string): void => useUi.getState().toast({ tone: 'info', message });

const startItems = (put: (points: ReturnType<typeof pointsOfSet>, label: string) => void): MenuItem[] => [
  { id: 'draw.start.heading', heading: 'Start from' },
  ...pointSets
    .filter(({ id }) => id !== 'drawn')
    .map(({ id, title }) => ({
      id: `draw.start.${id}`,
      label: title,
      run: () => put(pointsOfSet(id, START), `Start from ${title}`),
    })),
];

/** Says that the model learns from something else as yet. */
function SetNote({ node, drawn }: { node: GraphNode; drawn: number }) {
  const title = pointSets.find(({ id }) => id === setOf(node))?.title ?? setOf(node);
  return (
    <p className={styles.note} data-testid="draw.note">
      {nameOf(node)} gives “{title}” now. {drawn > 0 ? 'Use this drawing instead, or change it:' : 'Draw something:'} it
      then becomes the data.
    </p>
  );
}

interface TrainOnItProps {
  empty: boolean;
  isData: boolean;
  onUse(): void;
}

/** Makes the drawing the data, and trains a new model on it where the run knows other data. */
function TrainOnIt({ empty, isData, onUse }: TrainOnItProps) {
  const stale = useRun((run) => run.stale);
  const ready = useProject(({ analysis }) => analysis?.ok === true);
  if (!isData) {
    return (
      <Button size="small" disabled={empty} onClick={onUse} testId="draw.use">
        Use as data
      </Button>
    );
  }
  return (
    <Button
      icon={Play}
      size="small"
      disabled={empty || !ready}
      tooltip={stale ? 'A new run on the drawing as it is now' : 'Train on this drawing'}
      onClick={() => void (stale ? services().session.startOver() : services().session.train())}
      testId="draw.train"
    >
      Train on it
    </Button>
  );
}
