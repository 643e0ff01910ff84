import { useEffect, useRef } from 'react';
import type { NodeDefinition } from '../../core/catalogue/types';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';
import { drawPoints, drawTiles } from './draw-thumbnails';
import styles from './Thumbnails.module.css';
import { useThumbnails } from './use-thumbnails';

/** Small pictures of the data, or of what a decoder makes of it, while a session is open. */
export function Thumbnails({ id, definition }: { id: string; definition: NodeDefinition }) {
  const shows = useSession(({ info }) => {
    if (info?.data.node === id) return 'data';
    return info?.data.image && info.probes.reconstruct && decodes(definition) ? 'reconstruction' : null;
  });
  return shows && <Strip id={id} shows={shows} />;
}

/** A network from latents to data. */
const decodes = ({ category, inputs, outputs }: NodeDefinition): boolean =>
  category === 'network' &&
  Object.values(inputs).some(({ kinds }) => kinds[0] === 'latent') &&
  Object.values(outputs).some(({ kinds }) => kinds[0] === 'data');

function Strip({ id, shows }: { id: string; shows: 'data' | 'reconstruction' }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.resolvedTheme);
  const items = useThumbnails(id, shows);
  const plane = items?.itemShape.length === 1 && items.itemShape[0] === 2;
  useEffect(() => {
    if (!canvas.current || !items || !theme) return;
    if (plane) drawPoints(canvas.current, items.values);
    else drawTiles(canvas.current, items.values, items.itemShape);
  }, [items, plane, theme]);
  if (!items) return null;
  return (
    <div className={styles.strip}>
      <canvas
        ref={canvas}
        width={320}
        height={plane ? 200 : 77}
        role="img"
        aria-label={shows === 'data' ? 'The first items of the data' : 'Reconstructions of the first held-out items'}
      />
    </div>
  );
}
