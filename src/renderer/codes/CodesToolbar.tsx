import { Select } from '../components/Select';
import { LensToolbar } from '../lenses/LensToolbar';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { changeCodesView, useCodesView } from './view';

const ORDERS = [
  { value: 'usage', label: 'Most used first' },
  { value: 'index', label: 'By number' },
] as const;

const LOOKS = [
  { value: 'once', label: 'Decoded once' },
  { value: 'alone', label: 'Decoded alone' },
  { value: 'mean', label: 'Mean of pixels' },
] as const;

/** In which order the codes stand, and what is drawn for each. */
export function CodesToolbar() {
  const { order, look } = useCodesView();
  return (
    <LensToolbar label="Codes lens">
      <TrainingTime />
      <Select
        label="Order of the codes"
        value={order}
        options={ORDERS}
        onChange={(chosen) => changeCodesView({ order: chosen })}
        quiet
        testId="codes.order"
      />
      <Select
        label="What is drawn for a code"
        value={look}
        options={LOOKS}
        onChange={(chosen) => changeCodesView({ look: chosen })}
        quiet
        testId="codes.look"
      />
    </LensToolbar>
  );
}
