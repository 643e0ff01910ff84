import type { LiveSetting } from '../../protocol/worker';

/**
 * Sends live settings one at a time, newest value first in line: a slider that moves faster than the process answers
 * leaves out the values in between, never the last one.
 */
export class LiveSender {
  private readonly waiting = new Map<string, LiveSetting>();
  private sending = false;

  constructor(private readonly send: (setting: LiveSetting) => Promise<unknown>) {}

  set(setting: LiveSetting): void {
    this.waiting.set(`${setting.node} ${setting.setting}`, setting);
    if (!this.sending) void this.drain();
  }

  clear(): void {
    this.waiting.clear();
  }

  private async drain(): Promise<void> {
    this.sending = true;
    for (let next = this.take(); next; next = this.take()) await this.send(next);
    this.sending = false;
  }

  private take(): LiveSetting | undefined {
    const [entry] = this.waiting;
    if (!entry) return undefined;
    this.waiting.delete(entry[0]);
    return entry[1];
  }
}
