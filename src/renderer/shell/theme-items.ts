import { Monitor, Moon, Sun } from 'lucide-react';
import type { MenuItem } from '../components/Menu';
import { useUi } from '../state/ui';

const CHOICES = [
  { theme: 'dark', label: 'Dark', icon: Moon },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'system', label: 'As the system', icon: Monitor },
] as const;

/** The three themes for a menu. */
export const themeItems = (): MenuItem[] => {
  const { theme: present, setTheme } = useUi.getState();
  return CHOICES.map(({ theme, label, icon }) => ({
    id: `theme.${theme}`,
    label,
    icon,
    checked: theme === present,
    run: () => setTheme(theme),
  }));
};
