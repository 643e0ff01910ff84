import { Select } from '../components/Select';
import styles from './LatentLens.module.css';
import type { ManifoldKind } from './manifold';
import { changeLatentView, MANIFOLD_ROWS, useLatentView } from './view';

const KINDS: readonly { value: ManifoldKind; label: string }[] = [
  { value: 'view', label: 'tiles over the view' },
  { value: 'prior', label: 'tiles at prior quantiles' },
];

/** In a corner of the plane while the manifold is shown: where its tiles lie, and how many. */
export function ManifoldControls({ prior }: { prior: boolean }) {
  const { manifoldKind, manifoldRows } = useLatentView();
  return (
    <div className={styles.manifold}>
      {prior && (
        <Select
          label="Place of the tiles"
          value={manifoldKind}
          options={KINDS}
          onChange={(kind) => changeLatentView({ manifoldKind: kind })}
          quiet
          testId="latent.manifold.kind"
        />
      )}
      <Select
        label="Rows of tiles"
        value={String(manifoldRows)}
        options={MANIFOLD_ROWS.map((rows) => ({ value: String(rows), label: `${rows} rows` }))}
        onChange={(rows) => changeLatentView({ manifoldRows: Number(rows) })}
        quiet
        testId="latent.manifold.rows"
      />
    </div>
  );
}
