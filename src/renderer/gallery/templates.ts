import { create } from 'zustand';
import { catalogue } from '../../core/catalogue';
import { parseDocument } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import type { AppClient } from '../client/app-client';
import { toFailure } from '../client/failure';

export interface Template {
  id: string;
  document: ProjectDocument;
}

interface TemplatesState {
  /** Null until they are read. */
  templates: readonly Template[] | null;
  failure: string | null;
}

/** The templates that come with the program. */
export const useTemplates = create<TemplatesState>(() => ({ templates: null, failure: null }));

/** Reads the templates once. One that this version cannot read is left out, and said. */
export async function loadTemplates(app: AppClient): Promise<void> {
  if (useTemplates.getState().templates) return;
  try {
    const files = await app.request('templates.list', {});
    const templates: Template[] = [];
    let failure: string | null = null;
    for (const { id, text } of files) {
      const parsed = parseDocument(text, catalogue, `Template ${id}`);
      if (parsed.ok) templates.push({ id, document: parsed.document });
      else failure = parsed.problem;
    }
    // In the order of the list of models, simplest first; of those of one model, the one with the fewest nodes.
    const nodes = ({ document }: Template): number => document.study.nodes.length;
    const model = ({ document }: Template): string => document.models[0] ?? '';
    templates.sort((a, b) => model(a).localeCompare(model(b)) || nodes(a) - nodes(b));
    useTemplates.setState({ templates, failure });
  } catch (error) {
    useTemplates.setState({ templates: [], failure: toFailure(error).message });
  }
}
