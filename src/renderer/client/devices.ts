import { deviceName, useDevices } from '../state/devices';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import type { Toast } from '../state/ui';
import type { AppClient } from './app-client';
import { toFailure } from './failure';
import type { SessionController } from './session';

/** Lists what there is to compute on, and remembers on this machine what the user chooses. Writes `useDevices`. */
export class DeviceController {
  private looking = false;

  constructor(
    private readonly app: AppClient,
    private readonly session: Pick<SessionController, 'move'>,
    private readonly toast: (toast: Omit<Toast, 'id'>) => void,
  ) {}

  /** Reads what was chosen before. */
  async load(): Promise<void> {
    const { backend } = await this.app.request('devices.chosen', {});
    useDevices.setState({ chosen: backend });
  }

  /** Looks for devices, once; drivers are loaded and tried, so this can take seconds. */
  async look(): Promise<void> {
    if (this.looking || useDevices.getState().list) return;
    this.looking = true;
    useDevices.setState({ failure: null });
    try {
      useDevices.setState({ list: await this.app.request('devices.list', {}) });
    } catch (error) {
      useDevices.setState({ failure: toFailure(error).message });
    } finally {
      this.looking = false;
    }
  }

  /** Uses a backend from the next start of training on; a model that has not begun to train moves at once. */
  async choose(backend: string): Promise<void> {
    if (backend === useDevices.getState().chosen) return;
    try {
      await this.app.request('devices.choose', { backend });
    } catch (error) {
      this.toast({ tone: 'error', message: toFailure(error).message });
      return;
    }
    useDevices.setState({ chosen: backend });
    const { info, step } = useSession.getState();
    if (useRun.getState().phase !== 'open' || info?.backend.id === backend) return;
    if (step === 0) return this.session.move();
    this.toast({
      tone: 'info',
      message: `The next run uses ${deviceName(backend)}.`,
      action: { label: 'Move this run', run: () => void this.session.move() },
    });
  }
}
