import { useState } from 'react';
import type { IntegersSetting } from '../../core/catalogue/types';
import { formatSettingText, parseSettingText } from '../../core/graph';
import type { SettingValue } from '../../core/graph/document';
import { classes } from '../components/classes';
import fields from '../components/fields.module.css';

interface IntegersFieldProps {
  setting: IntegersSetting;
  /** Null where several nodes are edited whose lists differ. */
  value: SettingValue | null;
  onChange(value: SettingValue): void;
  onRefusal(sentence: string | null): void;
  describedBy: string;
  testId: string;
}

/** A list of whole numbers, written with commas. A text that is no such list stays, to be put right. */
export function IntegersField({ setting, value, onChange, onRefusal, describedBy, testId }: IntegersFieldProps) {
  const shown = value === null ? '' : listText(value);
  const [draft, setDraft] = useState<{ text: string; over: string } | null>(null);
  const text = draft && draft.over === shown ? draft.text : null;
  const parsed = text === null ? null : parseSettingText(setting, text);

  const write = (next: string | null) => {
    setDraft(next === null ? null : { text: next, over: shown });
    if (next === null || parseSettingText(setting, next).ok) onRefusal(null);
  };
  const commit = () => {
    if (parsed === null) return;
    if (!parsed.ok) {
      if (value === null && text?.trim() === '') write(null);
      else onRefusal(parsed.message);
      return;
    }
    write(null);
    if (JSON.stringify(parsed.value) !== JSON.stringify(value)) onChange(parsed.value);
  };

  return (
    <span className={classes(fields.field, parsed && !parsed.ok && fields.invalid)}>
      <input
        className={fields.number}
        aria-label={setting.label}
        aria-invalid={parsed !== null && !parsed.ok}
        aria-describedby={describedBy}
        value={text ?? shown}
        placeholder={value === null ? 'mixed' : undefined}
        onChange={(event) => write(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') write(null);
        }}
        data-testid={testId}
      />
    </span>
  );
}

const listText = (value: SettingValue): string => (Array.isArray(value) ? value.join(', ') : formatSettingText(value));
