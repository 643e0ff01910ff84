import { useEffect, useRef } from 'react';
import type { NodeDefinition } from '../../core/catalogue/types';
import type { SessionInfo } from '../../protocol/worker';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';
import { drawNumbers, drawPoints, drawTiles } from './draw-thumbnails';
import styles from './Thumbnails.module.css';
import { type ThumbnailSubject, useThumbnails } from './use-thumbnails';

/** Small pictures of the data, of what a decoder makes of it, or of what a sampler draws, while a session is open. */
export function Thumbnails({ id, definition }: { id: string; definition: NodeDefinition }) {
  const info = useSession((state) => state.info);
  const sampler = useProject(({ edit }) =>
    edit?.document.study.edges
      .filter(({ source, target }) => source.node === id && target.port === 'network')
      .map(({ target }) => target.node)
      .find((node) =>
        [...(info?.probes.samplers ?? []), ...(info?.probes.walks ?? [])].some((each) => each.node === node),
      ),
  );
  const shows = info && subjectOf(info, id, definition, sampler);
  return shows && <Strip key={shows.type} id={id} shows={shows} />;
}

const subjectOf = (
  { data, probes }: SessionInfo,
  id: string,
  definition: NodeDefinition,
  sampler: string | undefined,
): ThumbnailSubject | null => {
  if (data.node === id) return { type: 'data' };
  if (sampler !== undefined) return { type: 'samples', sampler };
  if (!data.image || !probes.reconstruct || !decodes(definition)) return null;
  return {
    type: 'reconstruction',
    of: Math.max(
      0,
      probes.autoencoders.findIndex(({ node }) => node === id),
    ),
  };
};

const WORDS: Record<ThumbnailSubject['type'], string> = {
  data: 'The first items of the data',
  reconstruction: 'Reconstructions of the first held-out items',
  samples: 'Samples drawn in a few steps',
};

/** A network from latents to data. */
const decodes = ({ category, inputs, outputs }: NodeDefinition): boolean =>
  category === 'network' &&
  Object.values(inputs).some(({ kinds }) => kinds[0] === 'latent') &&
  Object.values(outputs).some(({ kinds }) => kinds[0] === 'data');

function Strip({ id, shows }: { id: string; shows: ThumbnailSubject }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.resolvedTheme);
  const items = useThumbnails(id, shows);
  const row = items?.itemShape.length === 1 ? items.itemShape[0] : 0;
  const plane = row === 2;
  useEffect(() => {
    if (!canvas.current || !items || !theme) return;
    if (plane) drawPoints(canvas.current, items.values);
    else if (row === 1) drawNumbers(canvas.current, items.values);
    else drawTiles(canvas.current, items.values, items.itemShape);
  }, [items, plane, row, theme]);
  if (!items) return null;
  if (items.texts) return <p className={styles.text}>{items.texts.map((pieces) => pieces.join('')).join('\n')}</p>;
  return (
    <div className={styles.strip}>
      <canvas ref={canvas} width={320} height={plane ? 200 : 77} role="img" aria-label={WORDS[shows.type]} />
    </div>
  );
}
