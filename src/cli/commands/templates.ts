import { openDocument, templateIds } from '../documents';
import type { CommandResult } from '../output';

/** `loom templates` */
export const templates = async (): Promise<CommandResult> => {
  const rows = [];
  for (const id of await templateIds()) {
    const { title, models, summary } = await openDocument(id);
    rows.push({ id, title, models, summary });
  }
  return {
    json: { templates: rows },
    text: rows
      .map(({ id, title, models, summary }) => `${id}\n  ${title} (${models.join(', ')})\n  ${summary}`)
      .join('\n'),
  };
};
