import flow from '../../resources/templates/rectified-flow-2d.json?raw';
import vae from '../../resources/templates/vae-digits.json?raw';
import { catalogue } from '../../src/core/catalogue';
import { parseDocument, startEditing } from '../../src/core/graph';
import type { ProjectDocument } from '../../src/core/graph/document';
import { emptyProject, useProject } from '../../src/renderer/state/project';

const documentOf = (text: string, name: string): ProjectDocument => {
  const parsed = parseDocument(text, catalogue, name);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};

/** The template "VAE on digits", as every test that needs a whole document has it. */
export const vaeDigits = (): ProjectDocument => documentOf(vae, 'vae-digits');

/** The template "Rectified flow in the plane": its data can be drawn. */
export const rectifiedFlow = (): ProjectDocument => documentOf(flow, 'rectified-flow-2d');

/** Opens a document in the project store, as it looks right after it was read from disk. */
export function openInStore(document: ProjectDocument, project = 'project-1'): void {
  useProject.setState({
    ...emptyProject,
    project: { project, path: '/projects/one' },
    edit: startEditing(document),
  });
}
