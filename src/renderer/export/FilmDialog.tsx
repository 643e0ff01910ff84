import { useEffect, useRef, useState } from 'react';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { NumberField } from '../components/NumberField';
import { Progress } from '../components/Progress';
import { Segmented } from '../components/Segmented';
import { Select } from '../components/Select';
import { Toggle } from '../components/Toggle';
import { formatCount } from '../format';
import { useTrainingTime } from '../lenses/time/training-time';
import { useSession } from '../state/session';
import styles from './ExportMenu.module.css';
import { filmFormats } from './film/encode';
import type { FilmFormat } from './film/messages';
import { filmProblem, type Plan, recordFilm } from './film/record';
import { filmFrames, filmHeight } from './film/source';
import { exportOf } from './registry';
import type { Film, Picture } from './types';

const NAMES: Readonly<Record<FilmFormat, string>> = { gif: 'GIF', webm: 'WebM', mp4: 'MP4' };
const RATES = ['10', '15', '25', '30', '60'] as const;

interface FilmDialogProps {
  lens: string;
  onClose(): void;
}

/** Asks what a film shall be like and records it; it can be stopped at any time. */
export function FilmDialog({ lens, onClose }: FilmDialogProps) {
  const [picture] = useState(() => exportOf(lens).picture());
  const [films] = useState(() => exportOf(lens).films());
  if (!picture || films.length === 0) return null;
  return <FilmForm lens={lens} picture={picture} films={films} onClose={onClose} />;
}

function FilmForm({ lens, picture, films, onClose }: FilmDialogProps & { picture: Picture; films: readonly Film[] }) {
  const [film, setFilm] = useState(films[0]);
  const [formats, setFormats] = useState<readonly FilmFormat[]>(['gif']);
  const [plan, setPlan] = useState<Plan>(() => firstPlan(picture, films[0]));
  const [done, setDone] = useState<number | null>(null);
  /** Why what a field says cannot be taken. */
  const [refused, setRefused] = useState<{ width?: string | null; seconds?: string | null }>({});
  const running = useRef<AbortController | null>(null);
  const height = filmHeight(picture, plan.width);
  const frames = filmFrames(film, plan.seconds, plan.rate);
  const problem = refused.width ?? refused.seconds ?? filmProblem(plan.format, frames, plan.width, height);
  const change = (part: Partial<Plan>) => setPlan((before) => ({ ...before, ...part }));

  useEffect(() => {
    let here = true;
    filmFormats(plan.width, height).then(
      (found) => here && setFormats(found),
      () => here && setFormats(['gif']),
    );
    return () => {
      here = false;
    };
  }, [plan.width, height]);
  useEffect(() => () => running.current?.abort(), []);

  const record = async () => {
    const stop = new AbortController();
    running.current = stop;
    setDone(0);
    const finished = await recordFilm(lens, film, plan, { signal: stop.signal, onProgress: setDone });
    running.current = null;
    if (finished) onClose();
    else if (!stop.signal.aborted) setDone(null);
  };
  const stop = () => {
    running.current?.abort();
    onClose();
  };

  const busy = done !== null;
  const training = useSession((session) => session.state === 'training');
  const newest = useTrainingTime((time) => time.step === null);
  const steadied = training && newest && film.id !== 'training';
  return (
    <Dialog
      title="Export a film"
      width={420}
      onClose={stop}
      testId="film"
      actions={
        <>
          <Button onClick={stop} testId="film.cancel">
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={busy || problem !== null}
            onClick={() => void record()}
            testId="film.record"
          >
            Record
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {films.length > 1 && (
          <>
            <span className={styles.name}>What moves</span>
            <Select
              label="What moves"
              value={film.id}
              options={films.map(({ id, title }) => ({ value: id, label: title }))}
              onChange={(id) => {
                const chosen = films.find((candidate) => candidate.id === id) ?? film;
                setFilm(chosen);
                change({ seconds: chosen.seconds });
                setRefused(({ width }) => ({ width }));
              }}
              disabled={busy}
              testId="film.what"
            />
          </>
        )}
        <span className={styles.name}>Format</span>
        <Segmented
          label="Format"
          value={plan.format}
          options={formats.map((id) => ({ id, label: NAMES[id] }))}
          onChange={(format) => change({ format })}
          testId="film.format"
        />
        <span className={styles.name}>Width</span>
        <span className={styles.row}>
          <NumberField
            label="Width in pixels"
            value={plan.width}
            min={64}
            max={3_840}
            integer
            width={76}
            unit="px"
            disabled={busy}
            onChange={(width) => change({ width })}
            onRefusal={(width) => setRefused((before) => ({ ...before, width }))}
            testId="film.width"
          />
          × {formatCount(height)} px
        </span>
        <span className={styles.name}>Lasts</span>
        <span className={styles.row}>
          <NumberField
            label="Seconds"
            value={plan.seconds}
            min={0.5}
            max={60}
            width={64}
            unit="s"
            disabled={busy}
            onChange={(seconds) => change({ seconds })}
            onRefusal={(seconds) => setRefused((before) => ({ ...before, seconds }))}
            testId="film.seconds"
          />
          at
          <Select
            label="Frames per second"
            value={String(plan.rate)}
            options={RATES.map((rate) => ({ value: rate, label: `${rate} per second` }))}
            onChange={(rate) => change({ rate: Number(rate) })}
            disabled={busy}
            testId="film.rate"
          />
        </span>
        {plan.format === 'gif' && (
          <>
            <span className={styles.name}>Begins again</span>
            <Toggle
              label="Begins again"
              hideLabel
              checked={plan.loop}
              onChange={(loop) => change({ loop })}
              disabled={busy}
            />
          </>
        )}
        <p className={problem ? styles.problem : styles.hint}>
          {problem ??
            `${framesText(film, frames)}. The lens moves while it is recorded.${steadied ? ' The model trains: the film is of the weights that were kept last.' : ''}`}
        </p>
        {busy && (
          <div className={styles.progress}>
            <Progress label="Recording" value={done} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** How many frames there are; of steps, there may be more than that. */
const framesText = ({ stops }: Film, frames: number): string => {
  const steps = stops === null ? '' : stops === frames ? ', one for each step' : ` of ${formatCount(stops)} steps`;
  return `${formatCount(frames)} frames${steps}`;
};

/** As large as on the screen, within what is handy to send. */
const firstPlan = ({ size }: Picture, film: Film): Plan => ({
  format: 'gif',
  width: 2 * Math.round(Math.min(960, Math.max(320, size.width)) / 2),
  seconds: film.seconds,
  rate: 25,
  loop: true,
});
