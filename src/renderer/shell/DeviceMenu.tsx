import { ChevronDown, Cpu } from 'lucide-react';
import { services } from '../client/services';
import { classes } from '../components/classes';
import { MenuButton } from '../components/Menu';
import { deviceName, useDevices } from '../state/devices';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import styles from './DeviceMenu.module.css';
import { deviceItems } from './device-items';

/** What the run computes on, and the way to another device. */
export function DeviceMenu() {
  const devices = useDevices();
  const phase = useRun((state) => state.phase);
  const started = useRun((state) => state.device);
  const running = useSession(({ info }) => info?.backend);
  const begun = useSession(({ step }) => step > 0);
  const { chosen } = devices;
  const now = deviceName(running?.id ?? chosen);
  const threads = running?.id === 'cpu' ? ` · ${running.threads} ${running.threads === 1 ? 'thread' : 'threads'}` : '';
  const next = phase === 'open' && begun && started !== chosen ? deviceName(chosen) : null;
  const items = () =>
    deviceItems(devices, { phase, backend: running?.id ?? null, step: begun ? useSession.getState().step : 0 });
  return (
    <MenuButton
      label={`Device: ${now}${threads}${next ? `, ${next} from the next run on` : ''}`}
      items={items}
      onOpen={() => void services().devices.look()}
      className={classes(styles.device, next && styles.pending)}
      testId="topbar.device"
    >
      <Cpu aria-hidden />
      <span className={styles.name}>
        {now}
        {next ? <span className={styles.next}> → {next}</span> : <span className={styles.threads}>{threads}</span>}
      </span>
      <ChevronDown className={styles.chevron} aria-hidden />
    </MenuButton>
  );
}
