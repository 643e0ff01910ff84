import { useMemo, useRef, useState } from 'react';
import type { CodesInfo } from '../../protocol/session-info';
import type { DataItems, DecodedItems, SessionInfo } from '../../protocol/worker';
import { formatFixed } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import type { PictureShape } from '../lenses/tiles/item';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { CodebookLook } from './CodebookLook';
import { CodeGrid, type Pictures } from './CodeGrid';
import styles from './CodesLens.module.css';
import { codeOrder, meanPatches } from './codes';
import { ItemPart } from './ItemPart';
import { UsageBars } from './UsageBars';
import { type Coded, useCoded, useCodePictures, useItems, useShownItem } from './use-codes';
import { changeCodesView, type Look, putCode, useCodesView } from './view';

interface CodesViewProps {
  info: SessionInfo;
  codes: CodesInfo;
  shape: PictureShape;
}

/** An item as a map of codes on the left, the codebook on the right. */
export function CodesView({ info, codes, shape }: CodesViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const view = useCodesView();
  const [tried, setTried] = useState<number | null>(null);
  const coded = useCoded(info, visible);
  const items = useItems(info, visible);
  const decoded = useCodePictures(info, visible && view.look === 'alone');
  const shown = useShownItem(coded.value?.coded, tried, visible);
  const usage = coded.value?.usage;
  const order = useMemo(() => (usage ? codeOrder(usage, view.order) : new Int32Array()), [usage, view.order]);
  const pictures = usePictures(view.look, coded.value, items.value, decoded.value, shape, codes);
  const pick = (code: number): void => {
    if (shown) putCode(code, shown.tokens);
    else changeCodesView({ code });
  };
  return (
    <div ref={frame} className={shared.lens}>
      <LensToolbar label="Codes lens">
        <TrainingTime />
      </LensToolbar>
      <ErrorNote errors={[coded.error, items.error, decoded.error, shown?.picture.error ?? null]} />
      <div className={styles.body}>
        <ItemPart
          coded={coded.value?.coded ?? null}
          usage={usage ?? null}
          items={items.value}
          shown={shown}
          shape={shape}
          order={order}
          tried={tried}
          labels={info.data.classes}
        />
        <section className={styles.part} aria-label="Codebook">
          <header className={styles.head}>
            <h3 className={styles.title}>Codebook</h3>
            <span className={styles.note} />
            <CodebookLook />
          </header>
          <p className={styles.told} data-testid="codes.usage" data-step={coded.value?.coded.step}>
            {usage
              ? `${usage.used} of ${codes.vocabulary} codes in use · perplexity ${formatFixed(usage.perplexity, 1)}`
              : 'Encoding…'}
          </p>
          {usage && <UsageBars usage={usage} order={order} code={view.code} onPick={pick} />}
          {usage && (
            <CodeGrid
              pictures={pictures}
              usage={usage}
              order={order}
              code={view.code}
              tokens={shown?.tokens}
              onPick={pick}
              onTry={setTried}
            />
          )}
        </section>
      </div>
    </div>
  );
}

/** Codes as they look; null until it is known. */
function usePictures(
  look: Look,
  coded: Coded | null,
  items: DataItems | null,
  decoded: DecodedItems | null,
  shape: PictureShape,
  { rows, columns }: CodesInfo,
): Pictures | null {
  const mean = useMemo(
    () => (look === 'mean' && coded && items ? meanPatches(coded.coded, items.values, shape) : null),
    [look, coded, items, shape],
  );
  return useMemo(() => {
    if (look === 'mean') return mean && { ...mean, count: coded?.coded.vocabulary ?? 0, part: 1 };
    // The rest is told by what the decoder makes of borders.
    const part = Math.min(1, 3 / Math.min(rows, columns));
    return decoded && { values: decoded.values, count: decoded.count, shape, part };
  }, [look, mean, coded, decoded, shape, rows, columns]);
}
