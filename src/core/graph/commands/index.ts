import { align, distribute } from './arrange';
import { addBookmark, moveBookmark, removeBookmark, renameBookmark, replaceBookmark } from './bookmarks';
import { copySelection, cutSelection, duplicateSelection, duplicateTied, paste, selectAll } from './clipboard';
import { dissolve } from './dissolve';
import { setSeed, setTitle } from './document';
import { applyFix } from './fixes';
import { editGroup, groupSelection, ungroup } from './groups';
import { makeBlock } from './make-block';
import { setCollapsed, setMode } from './modes';
import { deleteSelection, moveNodes, renameNode } from './nodes';
import { addNote, deleteNote, editNote } from './notes';
import { setPoints } from './points';
import { addNode, setPreset } from './presets';
import { resetSetting, setSetting } from './settings';
import { takeApart } from './take-apart';
import { addTied, untie, useNetwork } from './ties';
import { addOnEdge, insertOnEdge } from './weave';
import { connect, disconnect } from './wires';

/** Every way to edit a document. Each plans changes; `perform` applies and records them. */
export const commands = {
  addNode,
  deleteSelection,
  dissolve,
  connect,
  disconnect,
  setPoints,
  insertOnEdge,
  addOnEdge,
  moveNodes,
  align,
  distribute,
  setSetting,
  resetSetting,
  renameNode,
  setMode,
  setCollapsed,
  setPreset,
  makeBlock,
  takeApart,
  untie,
  useNetwork,
  addTied,
  copySelection,
  cutSelection,
  paste,
  duplicateSelection,
  duplicateTied,
  selectAll,
  groupSelection,
  ungroup,
  editGroup,
  addNote,
  editNote,
  deleteNote,
  applyFix,
  addBookmark,
  renameBookmark,
  replaceBookmark,
  moveBookmark,
  removeBookmark,
  setTitle,
  setSeed,
} as const;
