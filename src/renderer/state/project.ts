import { create } from 'zustand';
import type { Analysis } from '../../core/compile/types';
import { type EditState, emptySelection, type GraphId, type Selection } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import type { RecentProject, RunSummary } from '../../protocol/app';
import type { Failure } from '../../protocol/common';
import type { TrailStep } from './trail';

export interface OpenProject {
  /** Opaque id for this session. */
  project: string;
  /** Folder for display; null while it is an unsaved draft. */
  path: string | null;
}

export interface SaveStatus {
  state: 'saved' | 'dirty' | 'saving' | 'failed';
  /** When it was last written, in milliseconds since 1970. */
  savedAt: number | null;
  failure: Failure | null;
}

export interface ProjectState {
  /** The project that is open; null while the gallery is all there is. */
  project: OpenProject | null;
  edit: EditState | null;
  /** The graph on the canvas: null is the study, else the id of a network. */
  place: GraphId;
  /** The nodes that were opened on the way to `place`, outermost first; see `trailTo`, which mends it. */
  trail: readonly TrailStep[];
  selection: Selection;
  /** Newest analysis; while an edit waits for its frame it is the one before. */
  analysis: Analysis | null;
  saving: SaveStatus;
  /** Runs of this project on disk, newest first. */
  runs: readonly RunSummary[];
  recent: readonly RecentProject[];
}

export const emptyProject: ProjectState = {
  project: null,
  edit: null,
  place: null,
  trail: [],
  selection: emptySelection,
  analysis: null,
  saving: { state: 'saved', savedAt: null, failure: null },
  runs: [],
  recent: [],
};

/** The open project: its document with undo, what is selected, what the analysis says, and whether it is on disk. */
export const useProject = create<ProjectState>(() => emptyProject);

/** The document that is open, if one is. */
export const currentDocument = (): ProjectDocument | null => useProject.getState().edit?.document ?? null;
