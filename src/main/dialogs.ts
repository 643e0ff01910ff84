import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';

/** Path of a project that the user chose, or null. Only macOS offers files and folders in one dialog. */
export async function chooseProject(window: BrowserWindow, title = 'Open a project'): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openFile'],
    filters: [{ name: 'Project (project.json)', extensions: ['json'] }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Folder that a project shall be saved as, or null. */
export async function chooseProjectFolder(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the project as a folder',
    buttonLabel: 'Save project',
    defaultPath: join(app.getPath('documents'), suggestedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || !filePath ? null : filePath;
}

/** Text file that the user chose, or null. */
export async function chooseText(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a text to learn from',
    properties: ['openFile'],
    filters: [
      { name: 'Plain text', extensions: ['txt', 'md', 'text', 'csv', 'tex'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** File that something shall be saved as, or null. */
export async function chooseFile(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), suggestedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || !filePath ? null : filePath;
}

/** True when the user wants to stop training and close. */
export async function askWhileTraining(window: BrowserWindow, step: number | null): Promise<boolean> {
  return ask(window, {
    message:
      step === null
        ? 'A model is training.'
        : `Training is at step ${step.toLocaleString('en').replaceAll(',', '\u202f')}.`,
    detail: 'Closing stops it. It can be continued from its last checkpoint.',
    yes: 'Stop and close',
    no: 'Keep training',
  });
}

/** True when the user wants to close although the project could not be saved. */
export async function askWhileUnsaved(window: BrowserWindow, reason: string): Promise<boolean> {
  return ask(window, {
    message: 'The project could not be saved.',
    detail: reason,
    yes: 'Close without saving',
    no: 'Keep it open',
  });
}

/** True when the user wants the page back after it crashed. */
export async function askAfterCrash(window: BrowserWindow): Promise<boolean> {
  return ask(window, {
    message: 'The window stopped working.',
    detail: 'Projects are saved all the time; opening it again brings yours back from the list of recent projects.',
    yes: 'Open again',
    no: 'Quit',
  });
}

async function ask(
  window: BrowserWindow,
  { message, detail, yes, no }: { message: string; detail: string; yes: string; no: string },
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail,
    buttons: [yes, no],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
