import { Dices } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Button } from '../components/Button';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import { LensToolbar } from '../lenses/LensToolbar';
import { useProbe } from '../lenses/probe/use-probe';
import type { PictureShape } from '../lenses/tiles/item';
import { bestColumns } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { useWeights } from '../lenses/time/training-time';
import { ClassSamples } from './ClassSamples';
import { classSampler } from './class-rows';
import { FreezeLevel } from './FreezeLevel';
import { levelsOf } from './levels';
import { PixelSamples } from './PixelSamples';
import { pairRows, tilesThatFit } from './pairs';
import { pixelWalk } from './pixel-walk';
import styles from './SamplesLens.module.css';
import { SamplesPart, Waiting } from './SamplesPart';
import { useFrozen, useSamples } from './use-samples';
import { newNoise } from './view';

/** CSS pixels of a tile, about, and between two. */
const TILE = 44;
const GAP = 2;
const MOST = 400;
/** Tiles of a model that asks its network many times for each one. */
const MOST_SAMPLED = 64;
/** Evaluations of the network for each item that are many. */
const OFTEN = 16;

interface PictureSamplesProps {
  info: SessionInfo;
  shape: PictureShape;
}

export function PictureSamples({ info, shape }: PictureSamplesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const { probes } = info;
  const sampler = classSampler(info);
  const walk = pixelWalk(info);
  return (
    <div ref={frame} className={styles.lens}>
      <LensToolbar label="Samples lens">
        <TrainingTime />
      </LensToolbar>
      {probes.reconstruct && <Reconstructed info={info} shape={shape} visible={visible} />}
      {walk && <PixelSamples info={info} walk={walk} visible={visible} />}
      {!sampler && !walk && ((probes.decode && !probes.codes) || probes.samplers.length + probes.walks.length > 0) && (
        <Sampled info={info} shape={shape} visible={visible} />
      )}
      {sampler && <ClassSamples info={info} sampler={sampler} shape={shape} visible={visible} />}
    </div>
  );
}

interface PartProps {
  info: SessionInfo;
  shape: PictureShape;
  visible: boolean;
}

/** What is under the originals, in words. */
const underneath = ({ probes: { autoencoders, codes } }: SessionInfo): string => {
  if (codes) return 'decoded from their codes below';
  return autoencoders.length > 1
    ? `decoded from ${autoencoders.map(({ width }) => width).join(', ')} numbers below`
    : 'decoded μ below';
};

function Reconstructed({ info, shape, visible }: PartProps) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const { weights, key } = useWeights();
  const { columns, groups } = tilesThatFit(width, height, TILE, GAP, 1 + Math.max(1, info.probes.autoencoders.length));
  const available = info.data.test;
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
      value &&
      pairRows(
        value.items.original,
        [value.items.reconstruction, ...value.items.others],
        value.items.count,
        value.columns,
        shape.size,
      ),
    [value, shape],
  );
  return (
    <SamplesPart
      title="Reconstructions"
      note={`held-out above, ${underneath(info)}`}
      step={value?.items.step}
      room={room}
    >
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
    </SamplesPart>
  );
}

/** Whether the first sampler, one without a path of noise, asks its network many times for each item. */
const asksOften = ({ probes }: SessionInfo): boolean =>
  probes.samplers.length === 0 && (probes.walks[0]?.evaluations ?? 1) > OFTEN;

function Sampled({ info, shape, visible }: PartProps) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const fit = tilesThatFit(width, height, TILE, GAP, 1);
  const slow = (!info.probes.decode && info.probes.samplers.length > 0) || asksOften(info);
  const count = width > 0 ? Math.min(fit.columns * fit.groups, slow ? MOST_SAMPLED : MOST) : 0;
  const columns = slow ? bestColumns(count, { width, height }) : fit.columns;
  const { value, error } = useSamples(info, count, visible, columns);
  const levels = levelsOf(info);
  const frozen = useFrozen(info);
  return (
    <SamplesPart
      title="Samples"
      note={info.probes.decode ? 'the same z ~ N(0, I) all along' : 'the same noise all along'}
      step={value?.step}
      room={room}
      action={
        <Button icon={Dices} size="small" variant="ghost" onClick={newNoise} testId="samples.noise">
          New noise
        </Button>
      }
      choice={levels.length > 0 && <FreezeLevel levels={levels} frozen={frozen} within="each row" />}
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
    </SamplesPart>
  );
}
