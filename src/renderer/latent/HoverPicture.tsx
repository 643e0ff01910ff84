import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { PlaneStage } from '../lenses/plane/stage';
import { pictureShape } from '../lenses/tiles/item';
import { useSession } from '../state/session';
import { colourName } from './colour/colour-by';
import type { Colouring } from './colour/use-colouring';
import styles from './HoverPicture.module.css';
import type { LatentParts } from './parts';
import { HoverDecode, type HoverElements } from './points/hover-decode';
import { useCursor, useEarlyCursor } from './view';

interface HoverPictureProps {
  parts: LatentParts;
  stage: PlaneStage;
  colouring: Colouring;
}

/** CSS pixels of the longer side of a picture. */
const PICTURE = 70;

/** What the decoder makes of the place under the cursor, with the nearest item beside it. */
export function HoverPicture({ parts, stage, colouring }: HoverPictureProps) {
  const ring = useRef<HTMLSpanElement>(null);
  const halo = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const numbers = useRef<HTMLSpanElement>(null);
  const own = useRef<HTMLCanvasElement>(null);
  const ownPart = useRef<HTMLElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  const near = useRef<HTMLSpanElement>(null);
  const hover = useRef<HoverDecode | null>(null);
  const client = useSession((session) => session.client);
  const { info, layout, set, places, survey, source, decodes, decoding } = parts;
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);

  useEffect(() => {
    const elements = {
      ring: ring.current,
      halo: halo.current,
      box: box.current,
      decoded: picture.current ?? numbers.current,
      own: own.current,
      ownPart: ownPart.current,
      place: place.current,
      near: near.current,
    };
    if (!complete(elements)) return;
    const made = new HoverDecode(elements);
    hover.current = made;
    const unlisten = [
      useCursor.subscribe(({ at }) => made.move(at)),
      useEarlyCursor.subscribe(({ at }) => made.move(at)),
      stage.onView(made.moved),
    ];
    return () => {
      for (const each of unlisten) each();
      made.close();
      hover.current = null;
    };
  }, [stage]);
  useEffect(() => {
    hover.current?.update({
      client,
      stage,
      layout,
      set,
      places,
      survey,
      classes: info.data.classes,
      shape,
      coloured: colouring.values && { name: colourName(colouring.by), values: colouring.values },
      decodes,
      decoding,
    });
  }, [client, stage, layout, set, places, survey, info, shape, colouring, decodes, decoding]);

  const scale = shape ? PICTURE / Math.max(shape.width, shape.height) : 1;
  const size = shape && { width: Math.round(shape.width * scale), height: Math.round(shape.height * scale) };
  return (
    <div className={styles.overlay}>
      <span ref={halo} className={styles.halo} data-testid="latent.hover.halo" hidden aria-hidden />
      <span ref={ring} className={styles.ring} hidden aria-hidden />
      <div ref={box} className={styles.box} hidden>
        <div className={styles.pictures}>
          {decodes && shape && size && (
            <figure className={styles.figure}>
              <canvas
                ref={picture}
                className={styles.picture}
                width={shape.width}
                height={shape.height}
                style={size}
                role="img"
                aria-label="What the place under the cursor decodes to"
                data-testid="latent.hover"
              />
              decoded
            </figure>
          )}
          <Own part={ownPart} canvas={own} shape={shape} size={size} name={source === 'prior' ? 'draw' : 'item'} />
        </div>
        {!(decodes && shape) && (
          <span ref={numbers} className={styles.numbers} data-testid="latent.hover" hidden={!decodes} />
        )}
        <span ref={place} className={styles.numbers} />
        <span ref={near} className={styles.near} data-testid="latent.hover.near" />
      </div>
    </div>
  );
}

const complete = (elements: { [K in keyof HoverElements]: HoverElements[K] | null }): elements is HoverElements =>
  Object.values(elements).every((element) => element !== null);

interface OwnProps {
  part: RefObject<HTMLElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
  shape: { width: number; height: number } | null;
  size: { width: number; height: number } | null;
  name: 'item' | 'draw';
}

function Own({ part, canvas, shape, size, name }: OwnProps) {
  return (
    <figure ref={part} className={styles.figure} hidden>
      <canvas
        ref={canvas}
        className={styles.picture}
        width={shape?.width ?? 1}
        height={shape?.height ?? 1}
        style={size ?? undefined}
        role="img"
        aria-label={`The nearest ${name} itself`}
        data-testid="latent.hover.item"
      />
      nearest {name}
    </figure>
  );
}
