import { catalogue } from '../../core/catalogue';
import { type Analysis, analyse } from '../../core/compile';
import type { Problem } from '../../core/graph/document';
import { FileError } from '../../files/file-error';
import { UserError } from '../../worker/user-error';
import { parseArguments } from '../arguments';
import { assign, openDocument } from '../documents';
import { type CommandResult, log } from '../output';

const place = ({ network, node }: Problem): string | null =>
  node === undefined ? (network ?? null) : network === undefined ? node : `${network}/${node}`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const report = (problems: readonly Problem[], analysis?: Analysis): CommandResult => {
  const rows = problems.map((problem) => ({ node: place(problem), message: problem.message }));
  const ok = analysis?.ok ?? false;
  for (const { message } of rows) log(message);
  const shapes = Object.fromEntries(
    Object.entries(analysis?.edges ?? {}).map(([edge, { kind, shape, text }]) => [
      edge,
      kind === 'distribution' ? shape.join(' × ') : text,
    ]),
  );
  const parameters = analysis?.parameterCount ?? 0;
  const lines = Object.entries(shapes).map(([edge, shape]) => `  ${edge}: ${shape}`);
  return {
    json: { ok, problems: rows, parameters, shapes },
    text: ok
      ? `${rows.length === 0 ? 'No problems' : counted(rows.length, 'warning')}. ${parameters} parameters.\n${lines.join('\n')}`
      : `${counted(rows.length, 'problem')}.`,
    exitCode: ok ? 0 : 2,
  };
};

/** `loom check <template id | project.json>`: every problem of a document, its shapes and its size. */
export const check = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('check', args, { set: 'list' });
  const [target] = parsed.positionals;
  if (target === undefined) throw new UserError('loom check needs a template id or a project file.');
  try {
    const document = assign(await openDocument(target), parsed.list('set'));
    const analysis = analyse(document, catalogue);
    return report(analysis.problems, analysis);
  } catch (error) {
    if (error instanceof UserError && error.problems.length) return report(error.problems);
    if (error instanceof UserError || error instanceof FileError)
      return report([{ severity: 'error', message: error.message }]);
    throw error;
  }
};
