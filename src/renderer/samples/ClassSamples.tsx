import { Dices } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Button } from '../components/Button';
import { Select } from '../components/Select';
import { ErrorNote } from '../lenses/ErrorNote';
import { useSize } from '../lenses/hooks/use-size';
import { endOf } from '../lenses/probe/end-of';
import { useProbe } from '../lenses/probe/use-probe';
import type { PictureShape } from '../lenses/tiles/item';
import { bestColumns, enlarge, tileLayout } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { useWeights } from '../lenses/time/training-time';
import styles from './ClassSamples.module.css';
import { type ClassSampler, classRows, columnsThatFit } from './class-rows';
import { SamplesPart, Waiting } from './SamplesPart';
import { newNoise, showClass, useSamplesView } from './view';

/** Tiles in all, and of a model that asks its network many times for each one. */
const MOST = 400;
const MOST_SLOW = 60;
/** CSS pixels for the names of classes. */
const NAMES = 26;
/** Pixels of the items between two tiles, and CSS pixels of an item's pixel, at most. */
const GAP = 1;
const LARGEST = 3;

interface ClassSamplesProps {
  info: SessionInfo;
  sampler: ClassSampler;
  shape: PictureShape;
  visible: boolean;
}

/** Samples of a model that can be told what to draw: a row for each class, the same noise in each row; or one class alone. */
export function ClassSamples({ info, sampler, shape, visible }: ClassSamplesProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const { classes, levels } = sampler;
  const seed = useSamplesView((view) => view.seed);
  const asked = useSamplesView((view) => view.label);
  const label = asked !== null && asked < classes ? asked : null;
  const { weights, key } = useWeights();
  const room = { width: Math.max(0, width - NAMES), height };
  const each = columnsThatFit(room, classes, sampler.evaluations > 1 ? MOST_SLOW : MOST);
  const count = each * classes;
  const { value, error } = useProbe({
    query: visible && width > 0 ? { count, each, label } : null,
    key: `${seed} ${count} ${label} ${key}`,
    ask: async (client, query) => {
      const path = await client.request('probe.sample', {
        channel: 'samples.prior',
        weights,
        node: sampler.node,
        num_inference_steps: sampler.num_inference_steps,
        seed,
        count: query.count,
        label: query.label,
        // Each in turn: a column of the grid begins with one noise.
        ...(query.label === null && levels.length > 0 && { frozen: { levels: [...levels], every: classes } }),
      });
      return { ...query, values: endOf(path), step: path.step };
    },
  });
  const values = useMemo(
    () => (value && value.label === null ? classRows(value.values, classes, value.each, shape.size) : value?.values),
    [value, classes, shape],
  );
  const names = Array.from({ length: classes }, (_, k) => info.data.classes[k] ?? `class ${k}`);
  const rows = value?.label === null;
  const columns = rows ? value.each : bestColumns(count, room);
  const layout = tileLayout(count, columns, shape.width, shape.height, GAP);
  const { scale } = enlarge(layout, room, LARGEST, 1);
  return (
    <SamplesPart
      title="Samples"
      note={noteOf(label === null, levels.length > 0)}
      step={value?.step}
      room={box}
      action={
        <>
          <Select
            label="Class to draw"
            value={label === null ? '' : String(label)}
            options={[
              { value: '', label: 'all classes' },
              ...names.map((name, k) => ({ value: String(k), label: name })),
            ]}
            onChange={(chosen) => showClass(chosen === '' ? null : Number(chosen))}
            quiet
            testId="samples.class"
          />
          <Button icon={Dices} size="small" variant="ghost" onClick={newNoise} testId="samples.noise">
            New noise
          </Button>
        </>
      }
    >
      <ErrorNote errors={[error]} />
      {!value && !error && <Waiting />}
      {value && values && (
        <div className={styles.grid}>
          {rows && (
            <div className={styles.names} style={{ width: NAMES, height: layout.height * scale }} aria-hidden>
              {names.map((name) => (
                <span key={name} title={name}>
                  {name}
                </span>
              ))}
            </div>
          )}
          <TileCanvas
            values={values}
            count={count}
            shape={shape}
            columns={columns}
            room={room.width}
            roomHeight={height}
            largest={LARGEST}
            label={
              value.label === null
                ? `${value.each} samples of each of ${classes} classes, a row a class: ${names.join(', ')}`
                : `${count} samples of class ${names[value.label]}`
            }
            testId="samples.prior"
          />
        </div>
      )}
    </SamplesPart>
  );
}

/** What samples have in common, in words. */
const noteOf = (all: boolean, shared: boolean): string => {
  if (!all) return 'the same noise all along';
  return shared ? 'one noise a column' : 'a row for each class';
};
