import KDBush from 'kdbush';
import { setAtWork } from '../../lenses/probe/latest';
import type { ClassSummary } from '../classes';
import type { Contour } from '../density/density';
import type { PointIndex } from './index-search';
import type { PointsAnswer, PointsQuestion } from './points-message';

/** What a thread has found out about points in the plane. */
export interface Surveyed {
  /** What the places stand for: items and layout. An index holds for these alone. */
  key: string;
  index: PointIndex;
  classes: ClassSummary[];
  density: Contour[] | null;
}

export interface SurveyQuestion {
  key: string;
  /** Row-major x, y. */
  positions: Float32Array;
  labels: Uint8Array;
  density: boolean;
}

/** Sorts points into a tree, finds the middles of the classes and the density in a thread of its own: newest points first, one set at a time. */
export class PointsThread {
  private readonly worker = new Worker(new URL('./points.worker.ts', import.meta.url), { type: 'module' });
  private waiting: SurveyQuestion | null = null;
  private inFlight: SurveyQuestion | null = null;
  private next = 0;

  constructor(private readonly onSurvey: (survey: Surveyed) => void) {
    this.worker.onmessage = ({ data }: MessageEvent<PointsAnswer>) => this.receive(data);
  }

  ask(asked: SurveyQuestion): void {
    this.waiting = asked;
    this.send();
  }

  close(): void {
    this.worker.terminate();
    setAtWork(this, false);
  }

  private send(): void {
    const asked = this.waiting;
    if (!asked || this.inFlight) return;
    this.waiting = null;
    this.inFlight = asked;
    setAtWork(this, true);
    // Copies, because what is drawn stays here.
    const question: PointsQuestion = {
      id: this.next++,
      positions: asked.positions.slice(),
      labels: asked.labels.slice(),
      density: asked.density,
    };
    this.worker.postMessage(question, [question.positions.buffer, question.labels.buffer]);
  }

  private receive({ index, classes, density }: PointsAnswer): void {
    const asked = this.inFlight;
    this.inFlight = null;
    if (asked) this.onSurvey({ key: asked.key, index: KDBush.from(index), classes, density });
    this.send();
    setAtWork(this, this.inFlight !== null);
  }
}
