import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile/analyse';
import type { Problem } from '../../../src/core/graph/document';
import { useAnnouncement } from '../../../src/renderer/state/announce';
import { followProblems, problemNews } from '../../../src/renderer/state/announce-problems';
import { useProject } from '../../../src/renderer/state/project';
import { openInStore, vaeDigits } from '../template';

const problem = (message: string): Problem => ({ severity: 'error', message });

describe('news of problems', () => {
  it('are the new one and how many there are, or that none is left', () => {
    expect(problemNews([], [problem('A.')])).toBe('1 problem. A.');
    expect(problemNews([problem('A.')], [problem('A.'), problem('B.')])).toBe('2 problems. B.');
    expect(problemNews([problem('A.'), problem('B.')], [problem('B.')])).toBe('1 problem left.');
    expect(problemNews([problem('B.')], [])).toBe('No problems any more.');
    expect(problemNews([problem('B.')], [problem('B.')])).toBeNull();
  });
});

describe('what screen readers are told of problems', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    useAnnouncement.setState({ text: '' });
  });
  afterEach(() => vi.useRealTimers());

  const analysis = analyse(vaeDigits(), catalogue);
  const say = (...problems: Problem[]) => useProject.setState({ analysis: { ...analysis, problems } });

  it('is said once they have settled, not on opening and not on the way', () => {
    openInStore(vaeDigits());
    const stop = followProblems();
    say(problem('There from the beginning.'));
    vi.runAllTimers();
    expect(useAnnouncement.getState().text).toBe('');
    say(problem('For a moment.'));
    say(problem('To stay.'));
    vi.runAllTimers();
    expect(useAnnouncement.getState().text).toBe('1 problem. To stay.');
    say();
    stop();
    vi.runAllTimers();
    expect(useAnnouncement.getState().text).toBe('1 problem. To stay.');
  });
});
