import { Select } from '../components/Select';
import { changeCodesView, useCodesView } from './view';

const ORDERS = [
  { value: 'usage', label: 'By use' },
  { value: 'index', label: 'By number' },
] as const;

const LOOKS = [
  { value: 'mean', label: 'Means' },
  { value: 'alone', label: 'Decoded' },
] as const;

/** In which order the codes stand, and what is drawn for each. */
export function CodebookLook() {
  const { order, look } = useCodesView();
  return (
    <>
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
    </>
  );
}
