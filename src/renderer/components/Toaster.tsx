import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { type Toast, useUi } from '../state/ui';
import { Button, IconButton } from './Button';
import { classes } from './classes';
import styles from './Toaster.module.css';

const ICONS = { info: Info, success: CircleCheck, error: CircleAlert } as const;
const LIFETIME = { info: 5_000, success: 4_000, error: 12_000 } as const;

/** Passing messages at the foot of the window. */
export function Toaster() {
  const toasts = useUi((state) => state.toasts);
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const dismiss = useUi((state) => state.dismiss);
  useEffect(() => {
    const timer = window.setTimeout(() => dismiss(toast.id), LIFETIME[toast.tone]);
    return () => window.clearTimeout(timer);
  }, [toast, dismiss]);
  const Icon = ICONS[toast.tone];
  return (
    <div className={classes(styles.toast, styles[toast.tone])} data-testid={`toast.${toast.tone}`}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        {toast.message}
        {toast.details && (
          <details className={styles.details}>
            <summary>Details</summary>
            <pre>{toast.details}</pre>
          </details>
        )}
      </div>
      {toast.action && (
        <Button
          size="small"
          onClick={() => {
            dismiss(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton icon={X} label="Dismiss" size="small" onClick={() => dismiss(toast.id)} />
    </div>
  );
}
