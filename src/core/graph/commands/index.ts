import { copySelection, cutSelection, duplicateSelection, paste, selectAll } from './clipboard';
import { setSeed, setTitle } from './document';
import { addNode, deleteSelection, moveNodes, renameNode, setPreset } from './nodes';
import { addNote, deleteNote, editNote } from './notes';
import { resetSetting, setSetting } from './settings';
import { connect, disconnect } from './wires';

export {
  addNode,
  addNote,
  connect,
  copySelection,
  cutSelection,
  deleteNote,
  deleteSelection,
  disconnect,
  duplicateSelection,
  editNote,
  moveNodes,
  paste,
  renameNode,
  resetSetting,
  selectAll,
  setPreset,
  setSeed,
  setSetting,
  setTitle,
};

/** Every way to edit a document. Each plans changes; `perform` applies and records them. */
export const commands = {
  addNode,
  deleteSelection,
  connect,
  disconnect,
  moveNodes,
  setSetting,
  resetSetting,
  renameNode,
  setPreset,
  copySelection,
  cutSelection,
  paste,
  duplicateSelection,
  selectAll,
  addNote,
  editNote,
  deleteNote,
  setTitle,
  setSeed,
} as const;
