import { Grid3x3 } from 'lucide-react';
import { Explain } from '../lenses/Explain';
import { pictureShape } from '../lenses/tiles/item';
import { useSession } from '../state/session';
import { CodesView } from './CodesView';

/** The codebook of a model: how it is used, what each code looks like, and pictures as maps of codes that can be changed. */
export function CodesLens() {
  const info = useSession((session) => session.info);
  const shape = info && pictureShape(info.data.itemShape);
  if (info?.probes.codes && shape)
    return <CodesView key={info.run} info={info} codes={info.probes.codes} shape={shape} />;
  return (
    <Explain icon={Grid3x3} title="No codebook here" testId="codes.empty">
      This lens shows pictures as maps of codes. It needs a Vector quantizer between an encoder and a decoder of
      pictures; open the template “VQ-VAE on digits” to see it.
    </Explain>
  );
}
