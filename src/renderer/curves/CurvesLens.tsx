import { ChartSpline, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { formatCount } from '../format';
import { Explain } from '../lenses/Explain';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import { type RunHistory, useSession } from '../state/session';
import { CurveLegend } from './CurveLegend';
import { CurvePanel } from './CurvePanel';
import styles from './CurvesLens.module.css';
import type { CurveTable } from './data';
import { MetricsRow } from './MetricsRow';
import { smoothingWeight } from './smooth';
import { changeCurvesView, useCurvesView } from './view';

/** Losses and metrics over the steps of a run. */
export function CurvesLens() {
  const info = useSession((session) => session.info);
  const history = useSession((session) => session.history);
  const started = useSession((session) => (session.history?.steps.length ?? 0) > 0);
  if (!info || !history) {
    return (
      <Explain icon={ChartSpline} title="No run yet" testId="curves.empty">
        Wire a model and press Train, or open a template: every loss and metric is drawn here as it is measured.
      </Explain>
    );
  }
  if (!started) {
    return (
      <Explain icon={ChartSpline} title="Ready to train" testId="curves.empty">
        Press Train, or take one step: {listed(info.series.filter(({ repeats }) => !repeats).map(({ title }) => title))}{' '}
        will be drawn here.
      </Explain>
    );
  }
  return <Curves key={info.run} info={info} history={history} />;
}

function Curves({ info, history }: { info: SessionInfo; history: RunHistory }) {
  const { smoothing, log } = useCurvesView();
  const [range, setRange] = useState<[number, number] | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [table, setTable] = useState<CurveTable | null>(null);
  const average = Math.round(1 / (1 - smoothingWeight(smoothing)));
  return (
    <div className={shared.lens}>
      <LensToolbar label="Curves lens">
        {range && (
          <IconButton
            icon={ZoomOut}
            label="All steps"
            size="small"
            onClick={() => setRange(null)}
            testId="curves.all"
          />
        )}
        <span className={styles.smoothing}>
          <span className={shared.label}>smooth</span>
          <span className={styles.slider}>
            <Slider
              label="Smoothing"
              value={smoothing}
              min={0}
              max={1}
              step={0.01}
              onChange={(value) => changeCurvesView({ smoothing: value })}
              valueText={average <= 1 ? 'none' : `over about ${average} steps`}
              testId="curves.smoothing"
            />
          </span>
        </span>
        <Button
          size="small"
          variant="ghost"
          pressed={log}
          tooltip="Logarithmic axis for values"
          onClick={() => changeCurvesView({ log: !log })}
          testId="curves.log"
        >
          log
        </Button>
      </LensToolbar>
      <div className={styles.body}>
        <CurvePanel
          series={info.series}
          history={history}
          range={range}
          onRange={setRange}
          onHover={setHover}
          onTable={setTable}
          label={`Curves of ${listed(info.series.filter(({ repeats }) => !repeats).map(({ title }) => title))} over ${formatCount(history.steps.length)} steps. Left and right arrow keys read values.`}
        />
        <CurveLegend series={info.series} table={table} hover={hover} />
      </div>
      <MetricsRow />
    </div>
  );
}

/** `a`, `a and b`, `a, b and c`. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
