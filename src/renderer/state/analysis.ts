import { catalogue } from '../../core/catalogue';
import { analyse } from '../../core/compile/analyse';
import type { Analysis } from '../../core/compile/types';
import type { ProjectDocument } from '../../core/graph/document';
import { useProject } from './project';
import { sameForAnalysis } from './relevance';

type Schedule = (run: () => void) => void;

const nextFrame: Schedule = (run) => {
  requestAnimationFrame(run);
};

/** Keeps the analysis up to date with the document, at most once a frame. Returns the way to stop. */
export function followAnalysis(schedule: Schedule = nextFrame): () => void {
  let analysed: ProjectDocument | null = null;
  let waiting = false;

  const refresh = (): void => {
    waiting = false;
    const document = useProject.getState().edit?.document ?? null;
    if (document === analysed) return;
    const before = analysed;
    analysed = document;
    if (!document) useProject.setState({ analysis: null });
    else if (!before || !sameForAnalysis(before, document)) {
      useProject.setState({ analysis: analyse(document, catalogue) });
    }
  };

  return useProject.subscribe((state) => {
    if (waiting || (state.edit?.document ?? null) === analysed) return;
    waiting = true;
    schedule(refresh);
  });
}

/** Analysis of a document that nobody committed to, for a wire that is being dragged. */
export const trialAnalysis = (document: ProjectDocument): Analysis => analyse(document, catalogue);
