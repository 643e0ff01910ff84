import { useEffect, useRef, useState } from 'react';
import { PointsThread, type Surveyed, type SurveyQuestion } from './points-thread';

/**
 * Index, classes and density of points in the plane, from a thread. While newer places of the same items are looked at, those
 * of the older ones stay; null while there are none for these items in this layout.
 */
export function useSurvey(question: SurveyQuestion | null): Surveyed | null {
  const [survey, setSurvey] = useState<Surveyed | null>(null);
  const thread = useRef<PointsThread | null>(null);
  useEffect(() => {
    const made = new PointsThread(setSurvey);
    thread.current = made;
    return () => {
      made.close();
      thread.current = null;
    };
  }, []);
  useEffect(() => {
    if (question) thread.current?.ask(question);
  }, [question]);
  return survey?.key === question?.key ? survey : null;
}
