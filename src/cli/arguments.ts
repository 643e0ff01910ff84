import { parseArgs } from 'node:util';
import { UserError } from '../worker/user-error';

/** Flags of a command: name → what it takes. */
export type Flags = Readonly<Record<string, 'text' | 'integer' | 'toggle' | 'list'>>;

export interface Parsed {
  positionals: string[];
  text(flag: string): string | undefined;
  integer(flag: string, minimum: number): number | undefined;
  toggle(flag: string): boolean;
  list(flag: string): string[];
}

/** Parses a command's arguments; a wrong flag is one sentence. */
export const parseArguments = (command: string, args: string[], flags: Flags): Parsed => {
  const options = Object.fromEntries(
    Object.entries<Flags[string]>({ ...flags, json: 'toggle' }).map(([name, type]) => [
      name,
      { type: type === 'toggle' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const text = (flag: string): string | undefined => {
      const value = values[flag];
      return typeof value === 'string' ? value : undefined;
    };
    return {
      positionals,
      text,
      integer: (flag, minimum) => {
        const value = text(flag);
        if (value === undefined) return undefined;
        const number = Number(value);
        if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < minimum)
          throw new UserError(`--${flag} must be a whole number of at least ${minimum}; it is "${value}".`);
        return number;
      },
      toggle: (flag) => values[flag] === true,
      list: (flag) => {
        const value = values[flag];
        return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
      },
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError(`loom ${command}: ${reason}; "loom help" lists what each command takes.`);
  }
};
