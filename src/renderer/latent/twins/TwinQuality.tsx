import { Gauge } from 'lucide-react';
import { useState } from 'react';
import type { LatentQuality } from '../../../protocol/worker';
import type { WorkerClient } from '../../client/worker-client';
import { Button } from '../../components/Button';
import { PopoverButton } from '../../components/PopoverButton';
import { formatCount, formatFixed } from '../../format';
import { ErrorNote } from '../../lenses/ErrorNote';
import { failureSentence } from '../../lenses/probe/follower';
import { type AskedWeights, useWeights } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import styles from './Twin.module.css';

interface Measured {
  here: LatentQuality;
  there: LatentQuality;
}

/** The same random numbers for both models, and for every time that it is measured. */
const SEED = 0;

/** Continuity and completeness of both latent spaces, measured when it is asked for. */
export function TwinQuality({ other }: { other: AskedWeights }) {
  return (
    <PopoverButton label="Measure both latent spaces" icon={Gauge} testId="latent.twin.quality">
      <Measures other={other} />
    </PopoverButton>
  );
}

function Measures({ other }: { other: AskedWeights }) {
  const client = useSession((session) => session.client);
  const { weights } = useWeights();
  const [state, setState] = useState<{ measured: Measured | null; busy: boolean; error: string | null }>({
    measured: null,
    busy: false,
    error: null,
  });
  const measure = async (asked: WorkerClient): Promise<void> => {
    setState({ measured: state.measured, busy: true, error: null });
    const ask = (channel: string, of: typeof weights) =>
      asked.request('probe.latent-quality', { channel, weights: of, seed: SEED });
    try {
      const here = await ask('latent.quality.here', weights);
      const there = await ask('latent.quality.there', other.weights);
      setState({ measured: { here, there }, busy: false, error: null });
    } catch (error) {
      setState({ measured: null, busy: false, error: failureSentence(error) });
    }
  };
  const { measured, busy, error } = state;
  return (
    <div className={styles.quality}>
      <p className={styles.words}>
        <b>Roughness</b>: how far items lie apart that neighbours in z decode to, where 1 is as far as strangers. Less
        is smoother. <b>Completeness</b>: how many random z decode as near to data as the nearer half of held-out items
        lies; an ideal model comes to 50 %.
      </p>
      <ErrorNote errors={[error]} />
      {measured && <Table measured={measured} />}
      <Button
        size="small"
        variant="primary"
        disabled={busy || !client}
        onClick={() => client && void measure(client)}
        testId="latent.twin.measure"
      >
        {busy ? 'Measuring…' : measured ? 'Measure again' : 'Measure'}
      </Button>
    </div>
  );
}

function Table({ measured: { here, there } }: { measured: Measured }) {
  return (
    <table className={styles.table} data-testid="latent.twin.measures">
      <thead>
        <tr>
          <th scope="col">step</th>
          <th scope="col">this run, {formatCount(here.step)}</th>
          <th scope="col">beside, {formatCount(there.step)}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">roughness</th>
          <td>{formatFixed(here.roughness, 3)}</td>
          <td>{formatFixed(there.roughness, 3)}</td>
        </tr>
        <tr>
          <th scope="row">completeness</th>
          <td>{formatFixed(100 * here.completeness, 1)} %</td>
          <td>{formatFixed(100 * there.completeness, 1)} %</td>
        </tr>
      </tbody>
    </table>
  );
}
