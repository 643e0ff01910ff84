import { useState } from 'react';
import type { IntegersSetting } from '../../core/catalogue/types';
import { formatSettingText, parseSettingText } from '../../core/graph';
import type { SettingValue } from '../../core/graph/document';
import { classes } from '../components/classes';
import fields from '../components/fields.module.css';
import styles from './Settings.module.css';

interface IntegersFieldProps {
  setting: IntegersSetting;
  value: SettingValue;
  onChange(value: SettingValue): void;
  testId: string;
}

/** A list of whole numbers, written with commas. */
export function IntegersField({ setting, value, onChange, testId }: IntegersFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const parsed = draft === null ? null : parseSettingText(setting, draft);
  const message = parsed && !parsed.ok ? parsed.message : null;
  const commit = () => {
    if (parsed?.ok && JSON.stringify(parsed.value) !== JSON.stringify(value)) onChange(parsed.value);
    setDraft(null);
  };
  return (
    <>
      <span className={classes(fields.field, message && fields.invalid)}>
        <input
          className={fields.number}
          aria-label={setting.label}
          aria-invalid={message !== null}
          value={draft ?? listText(value)}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(null);
          }}
          data-testid={testId}
        />
      </span>
      {message && <p className={styles.violation}>{message}</p>}
    </>
  );
}

const listText = (value: SettingValue): string => (Array.isArray(value) ? value.join(', ') : formatSettingText(value));
