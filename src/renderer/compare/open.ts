import { catalogue } from '../../core/catalogue';
import { parseDocument } from '../../core/graph';
import type { RunSummary } from '../../protocol/app';
import { toFailure } from '../client/failure';
import { services } from '../client/services';
import { formatStart } from '../shell/format-start';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { useUi } from '../state/ui';
import { openComparison } from './state';

/** Shows what changed since the graph was that a run of this project trains. */
export async function compareWithRun(run: RunSummary): Promise<void> {
  const project = useProject.getState().project?.project;
  if (!project) return;
  const title = `the run of ${formatStart(run.startedAt, new Date()).replace('Today ', '')}`;
  await attempt(async () => {
    const { text } = await services().app.request('runs.document', { project, run: run.run });
    show(text, title, project);
  });
}

/** Shows what changed since the run that is open was compiled. */
export function compareWithOpenRun(): void {
  const { opened } = useRun.getState();
  if (opened) begin({ title: 'the open run', document: opened });
}

/** Shows how another project differs: one of the recent ones, or one that is asked for. */
export async function compareWithProject(path: string | null): Promise<void> {
  const project = useProject.getState().project?.project;
  if (!project) return;
  await attempt(async () => {
    const peeked = await services().app.request('project.peek', { path });
    if (peeked) show(peeked.text, `“${peeked.title}”`, project);
  });
}

function show(text: string, title: string, project: string): void {
  if (useProject.getState().project?.project !== project) return;
  const parsed = parseDocument(text, catalogue, title);
  if (parsed.ok) {
    begin({ title, document: parsed.document });
    return;
  }
  const rest = parsed.problems.map(({ message }) => message).filter((message) => message !== parsed.problem);
  useUi.getState().toast({ tone: 'error', message: parsed.problem, details: rest.join('\n') || undefined });
}

function begin(other: Parameters<typeof openComparison>[0]): void {
  const ui = useUi.getState();
  ui.setGallery(false);
  ui.setLensesMaximised(false);
  openComparison(other);
}

async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const { message, details } = toFailure(error);
    useUi.getState().toast({ tone: 'error', message, details });
  }
}
