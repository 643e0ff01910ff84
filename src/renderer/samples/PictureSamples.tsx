import { Dices } from 'lucide-react';
import { type ReactNode, type RefObject, useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Button } from '../components/Button';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import { useProbe } from '../lenses/probe/use-probe';
import type { PictureShape } from '../lenses/tiles/item';
import { bestColumns } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { useWeights } from '../lenses/time/training-time';
import { pairRows, tilesThatFit } from './pairs';
import styles from './SamplesLens.module.css';
import { useSamples } from './use-samples';
import { newNoise } from './view';

/** CSS pixels of a tile, about, and between two. */
const TILE = 44;
const GAP = 2;
const MOST = 400;
/** Tiles of a model that asks its network many times for each one. */
const MOST_SAMPLED = 64;

interface PictureSamplesProps {
  info: SessionInfo;
  shape: PictureShape;
}

export function PictureSamples({ info, shape }: PictureSamplesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const { probes } = info;
  return (
    <div ref={frame} className={styles.lens}>
      <LensToolbar label="Samples lens">
        <TrainingTime />
      </LensToolbar>
      {probes.reconstruct && <Reconstructed shape={shape} visible={visible} available={info.data.test} />}
      {(probes.decode || probes.samplers.length + probes.walks.length > 0) && (
        <Sampled info={info} shape={shape} visible={visible} />
      )}
    </div>
  );
}

interface PartProps {
  shape: PictureShape;
  visible: boolean;
}

function Reconstructed({ shape, visible, available }: PartProps & { available: number }) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const { weights, key } = useWeights();
  const { columns, groups } = tilesThatFit(width, height, TILE, GAP, 2);
  const count = Math.min(columns * groups, available - (available % columns), MOST - (MOST % columns));
  const { value, error } = useProbe({
    query: visible && width > 0 ? { count, columns } : null,
    key: `${count} ${columns} ${key}`,
    ask: async (client, query) => ({
      columns: query.columns,
      items: await client.request('probe.reconstruct', { channel: 'samples.reconstruct', weights, count: query.count }),
    }),
  });
  const rows = useMemo(
    () =>
      value && pairRows(value.items.original, value.items.reconstruction, value.items.count, value.columns, shape.size),
    [value, shape],
  );
  return (
    <Part title="Reconstructions" note="held-out above, decoded μ below" step={value?.items.step} room={room}>
      <ErrorNote errors={[error]} />
      {value && rows && (
        <TileCanvas
          values={rows}
          count={rows.length / shape.size}
          shape={shape}
          columns={value.columns}
          room={width}
          roomHeight={height}
          largest={2}
          label={`${value.items.count} held-out items with their reconstructions underneath`}
          testId="samples.reconstructions"
        />
      )}
    </Part>
  );
}

function Sampled({ info, shape, visible }: PartProps & { info: SessionInfo }) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const fit = tilesThatFit(width, height, TILE, GAP, 1);
  const slow = !info.probes.decode && info.probes.samplers.length > 0;
  const count = width > 0 ? Math.min(fit.columns * fit.groups, slow ? MOST_SAMPLED : MOST) : 0;
  const columns = slow ? bestColumns(count, { width, height }) : fit.columns;
  const { value, error } = useSamples(info, count, visible);
  return (
    <Part
      title="Samples"
      note={info.probes.decode ? 'the same z ~ N(0, I) all along' : 'the same noise all along'}
      step={value?.step}
      room={room}
      action={
        <Button icon={Dices} size="small" variant="ghost" onClick={newNoise} testId="samples.noise">
          New noise
        </Button>
      }
    >
      <ErrorNote errors={[error]} />
      {!value && !error && <Waiting />}
      {value && (
        <TileCanvas
          values={value.values}
          count={value.count}
          shape={shape}
          columns={columns}
          room={width}
          roomHeight={height}
          largest={slow ? 3 : 2}
          label={`${value.count} samples of the model`}
          testId="samples.prior"
        />
      )}
    </Part>
  );
}

/** Said until the first samples are there: through many steps of a network they take seconds. */
function Waiting() {
  return (
    <output className={styles.waiting} data-testid="samples.waiting">
      Sampling…
    </output>
  );
}

interface PartFrameProps {
  title: string;
  note: string;
  step: number | undefined;
  room: RefObject<HTMLDivElement | null>;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ title, note, step, room, action, children }: PartFrameProps) {
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.note}>{note}</span>
        <span className={shared.number}>{step === undefined ? '' : `step ${formatCount(step)}`}</span>
        {action}
      </header>
      <div ref={room} className={styles.room}>
        {children}
      </div>
    </section>
  );
}
