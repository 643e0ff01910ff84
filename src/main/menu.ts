import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../protocol/app';

/**
 * The application menu. Commands run in the window. Editing keys are shown but, where the system allows it, not taken:
 * the page must get them, because in a text field undo is the field's own.
 */
export function installMenu(send: (command: MenuCommand) => void): void {
  const command = (
    label: string,
    id: MenuCommand,
    accelerator?: string,
    registerAccelerator = true,
  ): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator,
    registerAccelerator,
    click: () => send(id),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        command('New project', 'project.new', 'CmdOrCtrl+N'),
        command('Open…', 'project.open', 'CmdOrCtrl+O'),
        { type: 'separator' },
        command('Save', 'project.save', 'CmdOrCtrl+S'),
        command('Save as…', 'project.saveAs', 'CmdOrCtrl+Shift+S'),
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        command('Undo', 'edit.undo', 'CmdOrCtrl+Z', false),
        command('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z', false),
        { type: 'separator' },
        { role: 'cut', registerAccelerator: false },
        { role: 'copy', registerAccelerator: false },
        { role: 'paste', registerAccelerator: false },
        { role: 'selectAll', registerAccelerator: false },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    ...(process.platform === 'darwin' ? [{ role: 'windowMenu' } as const] : []),
    { role: 'help', label: '&Help', submenu: [command('Keyboard shortcuts', 'help.keys')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
