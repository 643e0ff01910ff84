import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Button.module.css';
import { classes } from './classes';
import { Tooltip, type TooltipSide } from './Tooltip';

interface Common {
  onClick?: () => void;
  disabled?: boolean;
  /** A button that stays down (a mode that is on). */
  pressed?: boolean;
  testId?: string;
  size?: 'small' | 'medium';
}

interface ButtonProps extends Common {
  children: ReactNode;
  icon?: LucideIcon;
  variant?: 'default' | 'primary' | 'ghost' | 'danger';
  /** Sentence shown on hover, with the keys of the command beside it. */
  tooltip?: string;
  keys?: string;
  /** Spoken name where the visible text is not enough. */
  label?: string;
  className?: string;
}

export function Button(props: ButtonProps) {
  const { children, icon: Icon, variant = 'default', size = 'medium', tooltip, keys, label, testId, pressed } = props;
  const button = (
    <button
      type="button"
      className={classes(styles.button, styles[variant], styles[size], pressed && styles.pressed, props.className)}
      onClick={props.onClick}
      disabled={props.disabled}
      aria-pressed={pressed}
      aria-label={label}
      data-testid={testId}
    >
      {Icon && <Icon className={styles.icon} aria-hidden />}
      {children}
    </button>
  );
  return tooltip ? (
    <Tooltip content={tooltip} keys={keys}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}

interface IconButtonProps extends Common {
  icon: LucideIcon;
  /** Name for screen readers and the tooltip. */
  label: string;
  keys?: string;
  side?: TooltipSide;
  variant?: 'default' | 'ghost';
}

export function IconButton({
  icon: Icon,
  label,
  keys,
  side,
  variant = 'ghost',
  size = 'medium',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys} side={side}>
      <button
        type="button"
        className={classes(styles.button, styles.square, styles[variant], styles[size], rest.pressed && styles.pressed)}
        onClick={rest.onClick}
        disabled={rest.disabled}
        aria-pressed={rest.pressed}
        aria-label={label}
        data-testid={rest.testId}
      >
        <Icon className={styles.icon} aria-hidden />
      </button>
    </Tooltip>
  );
}
