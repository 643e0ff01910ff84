import { ArrowRightLeft } from 'lucide-react';
import type { DeviceInfo } from '../../protocol/app';
import { services } from '../client/services';
import type { MenuItem } from '../components/Menu';
import { type DevicesState, deviceName } from '../state/devices';
import type { SessionPhase } from '../state/run';

/** What the menu must know of the open run. */
export interface RunningOn {
  phase: SessionPhase;
  /** Backend that the run computes on; null where no run is open. */
  backend: string | null;
  step: number;
}

/** Everything there is to compute on: what can be used first, what cannot with the reason. */
export function deviceItems({ chosen, list, failure }: DevicesState, running: RunningOn): MenuItem[] {
  if (!list) return [{ id: 'device.looking', heading: failure ?? 'Looking for devices…' }];
  const usable = list.filter(({ available }) => available);
  const missing = list.filter(({ available }) => !available);
  return [
    { id: 'device.usable', heading: running.step > 0 ? 'Train the next run on' : 'Train on' },
    ...usable.map((device) => deviceItem(device, chosen)),
    ...moveItems(chosen, usable, running),
    ...(missing.length > 0 ? [{ id: 'device.missing', heading: 'Not on this machine' }] : []),
    ...missing.map((device) => deviceItem(device, chosen)),
  ];
}

const deviceItem = (device: DeviceInfo, chosen: string): MenuItem => ({
  id: `device.${device.id}`,
  label: deviceName(device.id),
  note: device.available ? noteOf(device) : (device.reason ?? 'It cannot be used here.'),
  unavailable: !device.available,
  checked: device.id === chosen,
  run: () => void services().devices.choose(device.id),
});

const noteOf = ({ id, device, software }: DeviceInfo): string | undefined => {
  if (id === 'cpu') return 'The processor, with ONNX Runtime: runs every model';
  if (id === 'reference') return 'Plain arithmetic: slow, for checking the others';
  const parts = [device, software ? 'software: slower than the CPU' : undefined].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' · ') : undefined;
};

/** A run that has taken steps stays where it is until it is moved, or until the next one begins. */
function moveItems(chosen: string, usable: readonly DeviceInfo[], { phase, backend, step }: RunningOn): MenuItem[] {
  const can = phase === 'open' && backend !== null && backend !== chosen && usable.some(({ id }) => id === chosen);
  if (!can || step === 0) return [];
  return [
    { id: 'device.moving', separator: true },
    {
      id: 'device.move',
      label: `Move this run to ${deviceName(chosen)}`,
      note: `It runs on ${deviceName(backend)} until then; saves a checkpoint and goes on from it.`,
      icon: ArrowRightLeft,
      run: () => void services().session.move(),
    },
  ];
}
