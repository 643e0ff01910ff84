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

/** Why a process gave no answer: as its end, and as a word about the driver that it was trying. */
interface Silence {
  cause: string;
  driver: string;
}

/**
 * What there is to compute on. A process of its own finds out, so that the engines' libraries and the drivers stay out
 * of main; the answer is kept as long as the program runs.
 */
export class Devices {
  private known: Promise<DeviceInfo[]> | null = null;

  /** @param fork Starts the process; with a word about a faulty driver it tries none, and gives that as the reason. */
  constructor(private readonly fork: (faultyDriver: string | null) => DeviceProcess) {}

  /** @throws ProgramError when no process gives an answer; the next call asks again. */
  list(): Promise<DeviceInfo[]> {
    this.known ??= this.look().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  /** A driver that ends the process that tries it must not hide the devices that work without one. */
  private async look(): Promise<DeviceInfo[]> {
    const first = await this.ask(null);
    const answer = 'driver' in first ? await this.ask(first.driver) : first;
    if ('cause' in answer)
      throw new ProgramError(`The devices of this machine could not be listed: ${answer.cause}; open the menu again.`);
    return z.array(deviceSchema).parse(answer.message);
  }

  private async ask(faultyDriver: string | null): Promise<{ message: unknown } | Silence> {
    const process = this.fork(faultyDriver);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve) => {
        process.once('message', (message) => resolve({ message }));
        process.once('exit', (code) =>
          resolve({
            cause: `the process that looks for them ended with code ${code}`,
            driver: 'its driver stopped the program that tried it',
          }),
        );
        const seconds = LOOKING_LIMIT / 1000;
        timer = setTimeout(
          () =>
            resolve({
              cause: `no answer within ${seconds} s`,
              driver: `its driver gave no answer within ${seconds} s`,
            }),
          LOOKING_LIMIT,
        );
      });
    } finally {
      clearTimeout(timer);
      process.kill();
    }
  }
}
