import { encodePng, type Picture } from '../../core/export';
import { writeFileAtomic } from '../../files/atomic';
import type { Session } from '../../worker/session';
import { UserError } from '../../worker/user-error';
import { parseArguments } from '../arguments';
import { openForProbes } from '../open-run';
import type { CommandResult } from '../output';
import { adversarialPicture } from '../pictures/adversarial';
import { clustered, groupColumn } from '../pictures/clusters';
import type { Size } from '../pictures/look';
import { density, flow, points } from '../pictures/plane';
import { expectations } from '../pictures/text';
import { drawn, manifold, reconstructed } from '../pictures/tiles';

const SIZE: Size = { width: 660, height: 408 };

/** What says most about a run; undefined where nothing of it can be drawn. */
const drawingOf = (session: Session): Promise<Picture> | undefined => {
  const { probes, data } = session.info;
  const [samples, plane] = [probes.walks.length + probes.samplers.length > 0, data.itemShape.join() === '2'];
  if (probes.text) return expectations(session, SIZE);
  const game = adversarialPicture(session, SIZE);
  if (game) return game;
  const group = groupColumn(session);
  if (data.image && group) return clustered(session, group, SIZE);
  if (data.image && probes.autoencoders.length > 1) return reconstructed(session, SIZE);
  if (data.image && probes.decode?.width === 2) return manifold(session, SIZE);
  if (probes.field?.dimensions === 2) return flow(session, SIZE);
  if (plane && probes.densities.some(({ dimensions }) => dimensions === 2)) return density(session, SIZE);
  if (plane && samples) return points(session, SIZE);
  if (data.image && samples) return drawn(session, SIZE);
  if (data.image && probes.reconstruct) return reconstructed(session, SIZE);
  return undefined;
};

/** `loom picture <run dir>`: what a run learned in one picture, as the gallery shows it. */
export const picture = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('picture', args, { out: 'text' });
  const session = await openForProbes('picture', parsed.positionals[0]);
  try {
    const drawing = drawingOf(session);
    if (!drawing)
      throw new UserError(
        'This run has no picture: it needs points in the plane or pictures, and a sampler, a density or an encoder and a decoder of them.',
      );
    const out = parsed.text('out') ?? 'picture.png';
    const { width, height } = await drawing.then(async (painted) => {
      await writeFileAtomic(out, encodePng(painted));
      return painted;
    });
    return { json: { out, width, height }, text: out };
  } finally {
    await session.close();
  }
};
