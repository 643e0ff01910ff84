import { parseArgs } from 'node:util';
import { UserError } from '../worker/user-error';

/** Flags of a command: name → what it takes. */
export type Flags = Readonly<Record<string, 'text' | 'integer' | 'toggle' | 'list'>>;

export interface Parsed {
  positionals: string[];
  text(flag: string): string | undefined;
  integer(flag: string, minimum: number, maximum?: number): number | undefined;
  toggle(flag: string): boolean;
  list(flag: string): string[];
}

/** `--z -0.5,1` as `--z=-0.5,1`: a value that begins with a minus and a digit is no flag. */
const joinNegative = (args: readonly string[]): string[] =>
  args.reduce<string[]>((joined, arg) => {
    const last = joined.at(-1);
    if (last !== undefined && /^--[^=]+$/.test(last) && /^-[\d.]/.test(arg))
      joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
    return joined;
  }, []);

/** Parses a command's arguments, of which one at most has no flag; a wrong one is one sentence. */
export const parseArguments = (command: string, args: string[], flags: Flags): Parsed => {
  const options = Object.fromEntries(
    Object.entries<Flags[string]>({ ...flags, json: 'toggle' }).map(([name, type]) => [
      name,
      { type: type === 'toggle' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: joinNegative(args),
      options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length > 1)
      throw new UserError(
        `loom ${command} takes one argument besides its flags, but also got "${positionals[1]}"; does it lack a flag?`,
      );
    const text = (flag: string): string | undefined => {
      const value = values[flag];
      return typeof value === 'string' ? value : undefined;
    };
    return {
      positionals,
      text,
      integer: (flag, minimum, maximum = Number.MAX_SAFE_INTEGER) => {
        const value = text(flag);
        if (value === undefined) return undefined;
        const number = Number(value);
        if (!/^\d+$/.test(value) || number < minimum || number > maximum) {
          const range = maximum < Number.MAX_SAFE_INTEGER ? `from ${minimum} to ${maximum}` : `of at least ${minimum}`;
          throw new UserError(`--${flag} must be a whole number ${range}; it is "${value}".`);
        }
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
