import { useEffect } from 'react';
import { services } from '../client/services';
import { LiveRegion } from '../components/LiveRegion';
import { Toaster } from '../components/Toaster';
import { Gallery } from '../gallery/Gallery';
import { LibraryDialog } from '../library/LibraryDialog';
import { followProblems } from '../state/announce-problems';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { CommandPalette } from './CommandPalette';
import { followClipboard } from './clipboard';
import { runCommand, windowCommands } from './commands';
import { KeysSheet } from './KeysSheet';
import { followKeyboard, isTextTarget } from './keyboard';
import { QuestionDialogs } from './QuestionDialogs';
import { RenameDialog } from './RenameDialog';
import { Studio } from './Studio';

/** The whole window: the gallery until a project is open, then the studio. */
export function App() {
  const open = useProject((state) => state.project !== null);
  const overlay = useUi((state) => state.overlay);

  useEffect(() => followKeyboard(windowCommands), []);
  useEffect(() => followClipboard(isTextTarget), []);
  useEffect(followProblems, []);
  useEffect(() => services().app.on('menu.command', ({ command }) => fromMenu(command)), []);

  return (
    <>
      {open ? <Studio /> : <Gallery />}
      {overlay === 'palette' && <CommandPalette />}
      {overlay === 'keys' && <KeysSheet />}
      {overlay === 'rename' && <RenameDialog />}
      <LibraryDialog />
      <QuestionDialogs />
      <Toaster />
      <LiveRegion />
    </>
  );
}

/** The menu's undo and redo belong to a text field while one has the focus. */
function fromMenu(command: string): void {
  const verb = { 'edit.undo': 'undo', 'edit.redo': 'redo' }[command];
  if (verb && isTextTarget(document.activeElement)) document.execCommand(verb);
  else runCommand(command);
}
