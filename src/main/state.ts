import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../files/atomic';

export const MINIMUM_SIZE = { width: 1_000, height: 640 } as const;
const DEFAULT_SIZE = { width: 1_440, height: 900 } as const;

const stateSchema = z.object({
  width: z.int().min(MINIMUM_SIZE.width).max(20_000).catch(DEFAULT_SIZE.width),
  height: z.int().min(MINIMUM_SIZE.height).max(20_000).catch(DEFAULT_SIZE.height),
  /** Absent until the window was moved once: the system places it. */
  position: z.object({ x: z.int(), y: z.int() }).optional().catch(undefined),
  maximized: z.boolean().catch(false),
  theme: z.enum(['dark', 'light', 'system']).catch('dark'),
});

/** What main remembers of the window between two starts. */
export type WindowState = z.infer<typeof stateSchema>;

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const fileIn = (userData: string): string => join(userData, 'window.json');

/** The remembered state; whatever is missing or damaged takes its default. */
export function readWindowState(userData: string): WindowState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(fileIn(userData), 'utf8')));
  } catch {
    return stateSchema.parse({});
  }
}

/** Remembering the window is a convenience: failing to write it fails nothing else. */
export async function writeWindowState(userData: string, state: WindowState): Promise<void> {
  await writeFileAtomic(fileIn(userData), `${JSON.stringify(state, null, 2)}\n`).catch(() => undefined);
}

/** The remembered place, unless the screen it was on has gone. */
export function placeOn(screens: readonly Rectangle[], { width, height, position }: WindowState): Partial<Rectangle> {
  const visible = (screen: Rectangle): boolean =>
    position !== undefined &&
    position.x < screen.x + screen.width - 100 &&
    position.x + width > screen.x + 100 &&
    position.y >= screen.y &&
    position.y < screen.y + screen.height - 100;
  return { width, height, ...(screens.some(visible) ? position : {}) };
}

/** Backend that every machine has. */
const DEFAULT_BACKEND = 'cpu';

const choiceSchema = z.object({ backend: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/) });
const choiceIn = (userData: string): string => join(userData, 'device.json');

/** The backend that the user chose on this machine; the CPU where none was chosen or the note is damaged. */
export function readBackend(userData: string): string {
  try {
    return choiceSchema.parse(JSON.parse(readFileSync(choiceIn(userData), 'utf8'))).backend;
  } catch {
    return DEFAULT_BACKEND;
  }
}

/** @throws FileError when it cannot be written: then the choice holds for nothing. */
export async function writeBackend(userData: string, backend: string): Promise<void> {
  await writeFileAtomic(choiceIn(userData), `${JSON.stringify({ backend }, null, 2)}\n`);
}
