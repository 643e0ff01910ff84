import { Dices, Eye, Grid2x2, Maximize, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { NumberField } from '../components/NumberField';
import { PopoverButton } from '../components/PopoverButton';
import { Select } from '../components/Select';
import { Toggle } from '../components/Toggle';
import { formatCount } from '../format';
import { LensToolbar } from '../lenses/LensToolbar';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { useSession } from '../state/session';
import type { ParticleColour } from './colours';
import { shownGround } from './grounds';
import { chooseSampler, laneSettings, MOST_LANES, samplerChoice, samplerChoices } from './lanes';
import styles from './TrajectoryToolbar.module.css';
import { bendsPlane } from './use-lattices';
import { addLane, COUNTS, changeTrajectoryView, type Ground, useTrajectoryView } from './view';

interface TrajectoryToolbarProps {
  info: SessionInfo;
  /** Particles in the plane; pictures have fewer controls. */
  plane?: boolean;
  /** What can lie under the particles. */
  grounds?: readonly Ground[];
  onFit?(): void;
}

const LARGEST_SEED = 2 ** 31 - 1;

const GROUNDS: readonly { value: Ground; label: string }[] = [
  { value: 'none', label: 'no ground' },
  { value: 'velocity', label: 'velocity' },
  { value: 'score', label: 'score' },
  { value: 'density', label: 'density' },
  { value: 'model_density', label: "model's density" },
];

export function TrajectoryToolbar({ info, plane, grounds: able = [], onFit }: TrajectoryToolbarProps) {
  const view = useTrajectoryView();
  const { lanes, seed } = view;
  const grounds = GROUNDS.filter(({ value }) => able.includes(value));
  // What is on the screen stays when the training process has ended; new noise would ask nobody.
  const answers = useSession((session) => session.client !== null);
  return (
    <LensToolbar label="Trajectory lens">
      <TrainingTime />
      <IconButton
        icon={Dices}
        label={`New noise (now from seed ${seed})`}
        size="small"
        disabled={!answers}
        onClick={() => changeTrajectoryView({ seed: (seed + 1) % LARGEST_SEED })}
        testId="trajectory.noise"
      />
      {plane && (
        <Select
          label={`Under the particles: ${groundWords(able)}`}
          value={shownGround(view.ground, able)}
          options={grounds}
          onChange={(ground) => changeTrajectoryView({ ground })}
          quiet
          testId="trajectory.ground"
        />
      )}
      <PopoverButton label="View: what is shown, and the seed" icon={Eye} testId="trajectory.more">
        <More info={info} plane={plane} />
      </PopoverButton>
      {plane && (
        <IconButton
          icon={Maximize}
          label="Show all particles"
          keys="F"
          size="small"
          onClick={() => onFit?.()}
          testId="trajectory.fit"
        />
      )}
      <IconButton
        icon={Plus}
        label="Another sampler beside this one, from the same noise"
        size="small"
        disabled={lanes.length >= MOST_LANES}
        onClick={() => addAnother(info)}
        testId="trajectory.lane.add"
      />
      <IconButton
        icon={Grid2x2}
        label="Pad of noise time and training time"
        size="small"
        pressed={view.pad}
        onClick={() => changeTrajectoryView({ pad: !view.pad })}
        testId="trajectory.pad.toggle"
      />
    </LensToolbar>
  );
}

const groundWords = (able: readonly Ground[]): string =>
  [
    ...(able.includes('velocity') ? ["the network's velocity", 'the score made from it'] : []),
    'how dense the particles are',
    ...(able.includes('model_density') ? ['the density that the model itself says of data'] : []),
  ].join(', or ');

/** Another lane after the last one, with a sampler that none has yet where there is one. */
function addAnother({ probes }: SessionInfo): void {
  const { lanes } = useTrajectoryView.getState();
  const last = lanes[lanes.length - 1];
  const all = lanes.map((lane) => laneSettings(lane, probes)).filter((settings) => settings !== null);
  const settings = all.at(-1);
  if (!settings) return;
  const taken = new Set(all.map(samplerChoice));
  const free = samplerChoices(settings, probes).find(({ value }) => !taken.has(value));
  addLane(last.id, free ? chooseSampler(free.value) : {});
}

const COLOURS: readonly { value: ParticleColour; label: string }[] = [
  { value: 'class', label: 'by class' },
  { value: 'angle', label: 'by angle' },
  { value: 'plain', label: 'one colour' },
];

/** What is shown, and what is changed seldom. */
function More({ info, plane }: Pick<TrajectoryToolbarProps, 'info' | 'plane'>) {
  const { seed, count, colour, follow, trails, x0, data, lattice, everyStep } = useTrajectoryView();
  const classes = info.data.classes.length > 1;
  return (
    <>
      {plane ? (
        <>
          <Line text="particles">
            <Select
              label="Number of particles"
              value={String(count)}
              options={COUNTS.map((value) => ({ value: String(value), label: formatCount(value) }))}
              onChange={(value) => changeTrajectoryView({ count: Number(value) })}
              testId="trajectory.count"
            />
          </Line>
          <Line text="colour">
            <Select
              label="Colour of the particles: by the class of the data nearest to where they end, by their final angle, or one"
              value={colour === 'class' && !classes ? 'plain' : colour}
              options={classes ? COLOURS : COLOURS.slice(1)}
              onChange={(chosen) => changeTrajectoryView({ colour: chosen })}
              testId="trajectory.colour"
            />
          </Line>
          <Toggle
            label="Trails: where some particles came from"
            checked={trails}
            onChange={(on) => changeTrajectoryView({ trails: on })}
            testId="trajectory.trails"
          />
          {info.probes.samplers.length > 0 && (
            <Toggle
              label="x̂₀: where each is predicted to end"
              checked={x0}
              onChange={(on) => changeTrajectoryView({ x0: on })}
              testId="trajectory.x0"
            />
          )}
          {info.probes.walks.some(bendsPlane) && (
            <Toggle
              label="Lattice: how the plane of noise is bent"
              checked={lattice}
              onChange={(on) => changeTrajectoryView({ lattice: on })}
              testId="trajectory.lattice"
            />
          )}
          <Toggle
            label="Items of the data set underneath"
            checked={data}
            onChange={(on) => changeTrajectoryView({ data: on })}
            testId="trajectory.data"
          />
        </>
      ) : (
        <Toggle
          label="A picture for every step in the strip"
          checked={everyStep}
          onChange={(on) => changeTrajectoryView({ everyStep: on })}
          testId="trajectory.everyStep"
        />
      )}
      <Line text="seed">
        <NumberField
          label="Seed of the noise"
          value={seed}
          min={0}
          max={LARGEST_SEED}
          integer
          width={64}
          onChange={(next) => changeTrajectoryView({ seed: next })}
          testId="trajectory.seed"
        />
      </Line>
      <Toggle
        label="Sample again as the weights change"
        checked={follow}
        onChange={(on) => changeTrajectoryView({ follow: on })}
        testId="trajectory.follow"
      />
    </>
  );
}

function Line({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className={styles.line}>
      <span aria-hidden>{text}</span>
      {children}
    </div>
  );
}
