export { apply, type Change, invert, type NodeFields } from './changes';
export { commands } from './commands';
export type { Axis, Side, Sizes } from './commands/arrange';
export type { Command, EditContext, Plan, PlannedChanges, Refusal } from './commands/types';
export {
  compareDocuments,
  type DocumentDifference,
  type FieldDifference,
  type GraphDifference,
  graphTitle,
  type ItemDifference,
  type NodeDifference,
  type SettingDifference,
} from './compare';
export { type Connection, canConnect } from './connect';
export * from './document';
export {
  type EditState,
  emptyHistory,
  HISTORY_DEPTH,
  type History,
  type HistoryEntry,
  joinLast,
  MERGE_PAUSE_MS,
  mark,
  perform,
  record,
  redo,
  redoLabel,
  startEditing,
  type Travel,
  undo,
  undoLabel,
} from './history';
export { type Holder, holdersOf, networksInside, purposeOf, wouldHoldItself } from './networks';
export { BLOCK_INPUT, BLOCK_OUTPUT, portsOf } from './node-ports';
export { type ParseResult, parseDocument } from './parse';
export { type GraphId, graphAt, graphsOf, nodeAt, nodeName, nodeTitle } from './place';
export { portsFit } from './ports';
export { emptySelection, fullSelection, pruneSelection, type Selection } from './selection';
export { serializeDocument } from './serialize';
export { formatSettingText, type Parsed, parseSettingText, planAssignment } from './setting-text';
export {
  checkSettings,
  defaultSettings,
  isLiveSetting,
  isProjectFile,
  isSettingVisible,
  settingViolation,
} from './settings';
export { validateStructure } from './structure';
export { topologicalOrder, wouldCycle } from './topology';
export { type Touched, touchedBy } from './touched';
export { upgradeGraph } from './upgrade';
