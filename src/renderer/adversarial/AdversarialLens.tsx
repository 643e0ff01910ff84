import { Swords } from 'lucide-react';
import { Explain } from '../lenses/Explain';
import { useSession } from '../state/session';
import { AdversarialLine } from './AdversarialLine';
import { AdversarialPlane } from './AdversarialPlane';

/** The game between a generator and a discriminator, on a line or in the plane. */
export function AdversarialLens() {
  const info = useSession((session) => session.info);
  const dimensions = info?.probes.adversarial?.dimensions;
  if (info && dimensions === 1) return <AdversarialLine key={info.run} info={info} />;
  if (info && dimensions === 2) return <AdversarialPlane key={info.run} info={info} />;
  return (
    <Explain icon={Swords} title="No generator and discriminator here" testId="adversarial.empty">
      This lens shows a generator and a discriminator at play on data with one or two numbers an item. Open the template
      “GAN in the plane” to see it.
    </Explain>
  );
}
