import { z } from 'zod';
import { type DeviceInfo, deviceSchema } from '../protocol/app';
import { ProgramError } from './failure';

/** What is needed of the short-lived process that looks for devices; Electron's `UtilityProcess` is one. */
export interface DeviceProcess {
  once(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}

/** Longest wait for an answer, in milliseconds: graphics drivers are loaded and tried. */
export const LOOKING_LIMIT = 90_000;

/**
 * What there is to compute on. A process of its own finds out, so that the engines' libraries and the drivers stay out
 * of main; the answer is kept as long as the program runs.
 */
export class Devices {
  private known: Promise<DeviceInfo[]> | null = null;

  constructor(private readonly fork: () => DeviceProcess) {}

  /** @throws ProgramError when the process gives no answer; the next call asks again. */
  list(): Promise<DeviceInfo[]> {
    this.known ??= this.ask().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  private async ask(): Promise<DeviceInfo[]> {
    const process = this.fork();
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<unknown>((resolve, reject) => {
        const fail = (what: string): void =>
          reject(new ProgramError(`The devices of this machine could not be listed: ${what}; open the menu again.`));
        process.once('message', resolve);
        process.once('exit', (code) => fail(`the process that looks for them ended with code ${code}`));
        timer = setTimeout(() => fail(`no answer within ${LOOKING_LIMIT / 1000} s`), LOOKING_LIMIT);
      });
      return z.array(deviceSchema).parse(answer);
    } finally {
      clearTimeout(timer);
      process.kill();
    }
  }
}
