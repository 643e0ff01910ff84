import { focusNode } from '../editor/focus-node';
import { useProject } from '../state/project';

/** Parts of the window that F6 walks through, in the order of the page. */
const REGION = '[data-region]';

const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, [href], [tabindex]:not([tabindex="-1"])';

/** What had the focus last in each region. */
const last = new WeakMap<Element, HTMLElement>();

/** Index of the region that comes so many after another of `count`; from none (-1) the first or the last. */
export const regionAfter = (at: number, step: 1 | -1, count: number): number =>
  at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count;

const isSeen = (element: HTMLElement): boolean => element.getClientRects().length > 0;

/** Moves the focus to the next or the previous part of the window: to what had it there last, else to the first control. */
export function goToRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGION)].filter(isSeen);
  const active = document.activeElement;
  const at = regions.findIndex((region) => region.contains(active));
  if (at >= 0 && active instanceof HTMLElement) last.set(regions[at], active);
  for (let tried = 0, to = at; tried < regions.length; tried++) {
    to = regionAfter(to, step, regions.length);
    if (enter(regions[to])) return;
  }
}

function enter(region: HTMLElement): boolean {
  const before = last.get(region);
  if (before?.isConnected && isSeen(before)) {
    before.focus();
    return true;
  }
  // On the canvas the selected node is what somebody works on.
  const [node] = useProject.getState().selection.nodes;
  if (region.dataset.region === 'canvas' && node !== undefined) {
    focusNode(node);
    return true;
  }
  for (const candidate of region.querySelectorAll<HTMLElement>(FOCUSABLE)) {
    if (isSeen(candidate)) candidate.focus();
    if (document.activeElement === candidate) return true;
  }
  return false;
}
