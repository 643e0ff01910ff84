import vae from '../../resources/templates/vae-digits.json?raw';
import { catalogue } from '../../src/core/catalogue';
import { parseDocument, startEditing } from '../../src/core/graph';
import type { ProjectDocument } from '../../src/core/graph/document';
import { emptyProject, useProject } from '../../src/renderer/state/project';

/** The template "VAE on digits", as every test that needs a whole document has it. */
export function vaeDigits(): ProjectDocument {
  const parsed = parseDocument(vae, catalogue, 'vae-digits');
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
}

/** Opens a document in the project store, as it looks right after it was read from disk. */
export function openInStore(document: ProjectDocument, project = 'project-1'): void {
  useProject.setState({
    ...emptyProject,
    project: { project, path: '/projects/one' },
    edit: startEditing(document),
  });
}
