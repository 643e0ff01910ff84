import { StepForward } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { services } from '../client/services';
import { Button, IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { Sparkline } from '../components/Sparkline';
import { curveToken } from '../curves/colours';
import { formatNumber } from '../format';
import { useTrainingTime } from '../lenses/time/training-time';
import { usePace } from '../state/pace';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import { type Standing, scoreText } from './scores';
import styles from './TurnPanel.module.css';
import { nextTurn, type Turn, turnsOf } from './turns';
import { changeAdversarialView, useAdversarialView } from './view';

/** The slider's right end: as fast as it goes. */
const FULL = 200;
/** More curves than this say no more in so small a place. */
const CURVES = 3;

interface TurnPanelProps {
  info: SessionInfo;
  standing: Standing | null;
}

/** Whose turn it is, how fast the game goes, and how the two sides stand. */
export function TurnPanel({ info, standing }: TurnPanelProps) {
  return (
    <aside className={styles.panel} aria-label="Turns" data-in-picture="no">
      <Turns info={info} />
      <Pace />
      <Means info={info} standing={standing} />
      <Losses info={info} />
    </aside>
  );
}

function Turns({ info }: { info: SessionInfo }) {
  const last = useAdversarialView((view) => view.lastTurn);
  const state = useSession((session) => session.state);
  const stale = useRun((run) => run.stale);
  const turns = turnsOf(info);
  const next = nextTurn(turns, last);
  const busy = state === 'training';
  return (
    <section className={styles.turns} aria-label="Take a turn">
      {turns.length > 1 &&
        turns.map((turn) => (
          <Button
            key={turn.node}
            size="small"
            disabled={busy || stale}
            variant={turn.node === next?.node ? 'default' : 'ghost'}
            label={`${turn.title}: take a turn${turn.node === next?.node ? ', next' : ''}`}
            tooltip={turnHelp(turn)}
            onClick={() => takeTurn(turn.node)}
            testId={`adversarial.turn.${turn.short}`}
          >
            {turn.short.length === 1 ? `${turn.short} turn` : turn.short}
          </Button>
        ))}
      <IconButton
        icon={StepForward}
        label="Whole step: every trainer in turn"
        keys="Mod+ArrowRight"
        size="small"
        disabled={busy}
        onClick={takeStep}
        testId="adversarial.step"
      />
    </section>
  );
}

const turnHelp = ({ title, updatesPerStep }: Turn): string =>
  updatesPerStep === 1 ? `One update of ${title} alone` : `${updatesPerStep} updates of ${title} alone`;

/** One turn of a trainer; what the arrows promise is then seen. */
export function takeTurn(trainer: string): void {
  changeAdversarialView({ lastTurn: trainer });
  void services().session.step(trainer);
}

export function takeStep(): void {
  changeAdversarialView({ lastTurn: null });
  void services().session.step();
}

function Pace() {
  const rate = usePace((pace) => pace.stepsPerSecond);
  const text = rate === null ? 'full' : `${formatNumber(rate, 2)} steps/s`;
  const set = (value: number) => void services().session.pace(value >= FULL ? null : Number(value.toPrecision(2)));
  return (
    <section className={styles.pace} aria-label="Pace">
      <span className={styles.line}>
        <span>Pace</span>
        <span className={styles.number} data-testid="adversarial.pace.value">
          {text}
        </span>
      </span>
      <Slider
        label="Pace of training"
        value={rate ?? FULL}
        min={0.5}
        max={FULL}
        scale="log"
        valueText={rate === null ? 'as fast as it goes' : text}
        onChange={set}
        testId="adversarial.pace"
      />
    </section>
  );
}

function Means({ info, standing }: TurnPanelProps) {
  const scale = info.probes.adversarial?.scale ?? 'probability';
  return (
    <dl className={styles.means} data-testid="adversarial.means">
      <dt className={styles.real}>D(real)</dt>
      <dd>{standing ? scoreText(standing.real, scale) : '–'}</dd>
      <dt className={styles.fake}>D(generated)</dt>
      <dd>{standing ? scoreText(standing.fake, scale) : '–'}</dd>
      <dt>taken for real</dt>
      <dd>{standing ? `${Math.round((100 * standing.fooled) / Math.max(1, standing.count))} %` : '–'}</dd>
    </dl>
  );
}

function Losses({ info }: { info: SessionInfo }) {
  const history = useSession((session) => session.history);
  const version = useSession((session) => session.historyVersion);
  const step = useTrainingTime((time) => time.step);
  const shown = lossSeries(info);
  if (!history || shown.length === 0) return null;
  return (
    <div className={styles.losses}>
      {shown.map(({ title, column, curve, short }) => {
        const values = history.series[column] ?? [];
        const last = values[step === null ? values.length - 1 : history.steps.findLastIndex((each) => each <= step)];
        return (
          <div key={column} className={styles.loss} title={title}>
            <span className={styles.line}>
              <span className={styles.title}>{short}</span>
              <span className={styles.number}>{last === undefined ? '–' : formatNumber(last, 3)}</span>
            </span>
            <Sparkline
              values={values}
              version={version}
              height={18}
              color={`var(${curveToken(curve)})`}
              label={`${title}, ${last === undefined ? 'no steps yet' : formatNumber(last, 3)}`}
            />
          </div>
        );
      })}
    </div>
  );
}

/** The curve of each trainer's loss; where a trainer has none of its own, the first curves of the run. */
function lossSeries(info: SessionInfo): LossSeries[] {
  const own = turnsOf(info).flatMap((turn) => {
    const column = info.series.findIndex(({ node }) => node === turn.node);
    return column < 0 ? [] : [seriesAt(info, column, `${turn.short} loss`)];
  });
  if (own.length === info.trainers.length) return own;
  return info.series.slice(0, CURVES).map(({ title }, column) => seriesAt(info, column, title));
}

interface LossSeries {
  title: string;
  column: number;
  /** The curve of the same numbers in the Curves lens, whose colour it has. */
  curve: number;
  short: string;
}

const seriesAt = ({ series }: SessionInfo, column: number, short: string): LossSeries => {
  const { title, repeats } = series[column];
  const first = series.findIndex(({ name }) => name === repeats);
  return { title, column, curve: first < 0 ? column : first, short };
};
