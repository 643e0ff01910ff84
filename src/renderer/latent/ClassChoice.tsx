import type { SessionInfo } from '../../protocol/worker';
import { Select } from '../components/Select';
import { askedClass } from './points/source';
import { changeLatentView, useLatentView } from './view';

/** The class as which everything is decoded, where the model can be asked for one. */
export function ClassChoice({ info, classes }: { info: SessionInfo; classes: number }) {
  const chosen = useLatentView((view) => view.label);
  const label = askedClass(classes, chosen);
  if (label === null) return null;
  return (
    <Select
      label="Class to decode"
      value={String(label)}
      options={Array.from({ length: classes }, (_, k) => ({
        value: String(k),
        label: `as “${info.data.classes[k] ?? `class ${k}`}”`,
      }))}
      onChange={(value) => changeLatentView({ label: Number(value) })}
      quiet
      testId="latent.label"
    />
  );
}
