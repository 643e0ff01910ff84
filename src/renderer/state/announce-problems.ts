import type { Problem } from '../../core/graph/document';
import { announce } from './announce';
import { useProject } from './project';

/** How long the problems must have stayed as they are before they are said, in milliseconds. */
const SETTLED = 900;

const keyOf = (problems: readonly Problem[]): string => problems.map(({ message }) => message).join('\n');

/** What is to be said when problems became others; null where that is nothing new. */
export function problemNews(before: readonly Problem[], now: readonly Problem[]): string | null {
  if (keyOf(before) === keyOf(now)) return null;
  if (now.length === 0) return 'No problems any more.';
  const known = new Set(before.map(({ message }) => message));
  const [fresh] = now.filter(({ message }) => !known.has(message));
  const count = now.length === 1 ? '1 problem' : `${now.length} problems`;
  return fresh ? `${count}. ${fresh.message}` : `${count} left.`;
}

/** Lets screen readers know when an edit makes problems or puts them right, once they have settled. Returns the way to stop. */
export function followProblems(): () => void {
  let said: readonly Problem[] = useProject.getState().analysis?.problems ?? [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = useProject.subscribe(({ analysis, project }, before) => {
    if (analysis === before.analysis && project === before.project) return;
    clearTimeout(timer);
    // A project that was just opened is no news.
    if (project !== before.project || !analysis || !before.analysis) {
      said = analysis?.problems ?? [];
      return;
    }
    timer = setTimeout(() => {
      const news = problemNews(said, analysis.problems);
      said = analysis.problems;
      if (news !== null) announce(news);
    }, SETTLED);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
