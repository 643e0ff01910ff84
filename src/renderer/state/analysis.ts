import { catalogue } from '../../core/catalogue';
import { type Analyser, createAnalyser } from '../../core/compile/analyse';
import type { Analysis } from '../../core/compile/types';
import type { ProjectDocument } from '../../core/graph/document';
import { useProject } from './project';
import { sameForAnalysis } from './relevance';

type Schedule = (run: () => void) => void;

const nextFrame: Schedule = (run) => {
  requestAnimationFrame(run);
};

/** Name under which the time of each analysis stands in the performance timeline. */
export const ANALYSIS_MEASURE = 'analysis';

/** Of the open project. A wire that is tried out differs from the document in one place, so both use the same memory. */
let analyser: Analyser = createAnalyser(catalogue);

const measured = (document: ProjectDocument): Analysis => {
  const start = performance.now();
  const analysis = analyser.analyse(document);
  // The timeline keeps everything for ever: only the newest measure is of interest.
  performance.clearMeasures(ANALYSIS_MEASURE);
  performance.measure(ANALYSIS_MEASURE, { start });
  return analysis;
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
    if (!document) {
      analyser = createAnalyser(catalogue);
      useProject.setState({ analysis: null });
    } else if (!before || !sameForAnalysis(before, document)) {
      useProject.setState({ analysis: measured(document) });
    }
  };

  return useProject.subscribe((state) => {
    if (waiting || (state.edit?.document ?? null) === analysed) return;
    waiting = true;
    schedule(refresh);
  });
}

/** Analysis of a document that nobody committed to, for a wire that is being dragged. */
export const trialAnalysis = (document: ProjectDocument): Analysis => analyser.analyse(document);
