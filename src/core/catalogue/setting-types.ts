/** What a node can be set to: one descriptor feeds inspector, validation and command line. */
import type { SettingValue } from '../graph/document';

interface Described {
  label: string;
  help: string;
  /** Most people leave it as it is: the inspector folds it away with its like. */
  advanced?: true;
  /** Shown only while another setting holds one of these values. */
  visibleWhen?: { setting: string; is: readonly SettingValue[] };
}

export interface NumberSetting extends Described {
  type: 'number';
  default: number;
  min?: number;
  max?: number;
  step?: number;
  scale?: 'linear' | 'log';
  unit?: string;
  /** May change while a model trains: an input of the step program, never a constant. */
  live?: boolean;
}
export interface IntegerSetting extends Described {
  type: 'integer';
  default: number;
  min: number;
  max: number;
  scale?: 'linear' | 'log';
  unit?: string;
  /** May change while a model trains. */
  live?: boolean;
}
export interface ChoiceSetting extends Described {
  type: 'choice';
  default: string;
  options: readonly { value: string; label: string }[];
}
export interface ToggleSetting extends Described {
  type: 'toggle';
  default: boolean;
}
/** A list of whole numbers, for instance hidden widths. */
export interface IntegersSetting extends Described {
  type: 'integers';
  default: readonly number[];
  min: number;
  max: number;
  minLength: number;
  maxLength: number;
}
/** Points in the plane drawn by hand, each coordinate in [-1, 1]. */
export interface PointsSetting extends Described {
  type: 'points';
  default: readonly (readonly [number, number])[];
}

/** A file in the project's folder, by its path from there on; empty while none is chosen. */
export interface FileSetting extends Described {
  type: 'file';
  default: '';
}

export type Setting =
  | NumberSetting
  | IntegerSetting
  | ChoiceSetting
  | ToggleSetting
  | IntegersSetting
  | PointsSetting
  | FileSetting;
