import { z } from 'zod';

const KEY = 'latent-loom.preferences';
const pixels = z.number().min(80).max(4_000);

/** What the window remembers between two starts. */
const preferencesSchema = z.object({
  theme: z.enum(['dark', 'light', 'system']),
  rail: z.enum(['nodes', 'runs']).nullable(),
  sizes: z.object({ drawer: pixels, inspector: pixels, lenses: pixels }),
  panels: z.object({
    inspector: z.boolean(),
    lenses: z.boolean(),
    minimap: z.boolean(),
    /** Statistics on the nodes inside networks, and on those of the study. */
    layerStatistics: z.boolean().default(true),
    studyStatistics: z.boolean().default(false),
  }),
});

export type Preferences = z.infer<typeof preferencesSchema>;
export type ThemeChoice = Preferences['theme'];

export const defaultPreferences: Preferences = {
  theme: 'dark',
  rail: null,
  sizes: { drawer: 232, inspector: 288, lenses: 320 },
  panels: { inspector: true, lenses: true, minimap: false, layerStatistics: true, studyStatistics: false },
};

/** Remembered preferences; whatever is missing or broken is the default. */
export function loadPreferences(storage: Storage | undefined = globalThis.localStorage): Preferences {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(storage?.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.data : defaultPreferences;
  } catch {
    return defaultPreferences;
  }
}

export function savePreferences(
  preferences: Preferences,
  storage: Storage | undefined = globalThis.localStorage,
): void {
  try {
    storage?.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage can be full or switched off; the window works without a memory.
  }
}
