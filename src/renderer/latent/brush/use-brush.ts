import { type RefObject, useMemo, useRef } from 'react';
import type { PlaneGestures } from '../../lenses/plane/gestures';
import { worldToScreen } from '../../lenses/plane/transform';
import { focusItem } from '../neighbours/focus';
import type { LatentParts } from '../parts';
import { nearestInIndex } from '../points/index-search';
import { pinDraw, pinItem } from '../traversal/pin';
import { changeLatentView, useCursor, useLatentView } from '../view';
import { boxAround, brushStroke, modeOf } from './brush-stroke';
import { pointsInside } from './inside';
import { clearSelection, type SelectMode, selectItems, toggleItem, useSelection } from './selection';

/** CSS pixels around the pointer in which a point is hit. */
export const HIT = 12;

export interface Brush {
  gestures: Pick<PlaneGestures, 'stroke' | 'onClick'>;
  /** B sets a corner of a box at the cursor and then closes it, Enter takes the nearest item in or out, T sets the traversal to it, Escape lets all go. Of draws, Enter sets it too. */
  onKey(event: KeyboardEvent): boolean;
  outline: RefObject<SVGPolygonElement | null>;
}

/** Selecting in the plane with the pointer and with keys. */
export function useBrush(parts: LatentParts): Brush {
  const outline = useRef<SVGPolygonElement>(null);
  const corner = useRef<readonly [number, number] | null>(null);
  const now = useRef(parts);
  now.current = parts;
  return useMemo(() => {
    const selectInside = (polygon: readonly (readonly [number, number])[], mode: SelectMode) => {
      const { places, set } = now.current;
      if (places && set) selectItems(set.split, pointsInside(places, set.count, polygon), mode);
    };
    const nearest = ([x, y]: readonly [number, number]): number => {
      const { survey, stage } = now.current;
      return survey && stage ? nearestInIndex(survey.index, x, y, HIT / stage.view.scale) : -1;
    };
    return {
      outline,
      gestures: {
        stroke: (from, event) => {
          const { stage, source } = now.current;
          const { tool, path } = useLatentView.getState();
          // A path is drawn by dragging: Shift then moves the plane. Draws from the prior are no items that could be selected.
          const chosen = source === 'prior' ? 'pan' : tool === 'pan' && event.shiftKey && !path ? 'box' : tool;
          if (!stage || !outline.current || chosen === 'pan') return null;
          const mode = modeOf(event, tool);
          // What the place decodes to would lie over what is being selected.
          useCursor.setState({ at: null });
          return brushStroke(chosen, from, {
            stage,
            outline: outline.current,
            onDone: (polygon) => selectInside(polygon, mode),
          });
        },
        onClick: (world, event) => {
          const { set } = now.current;
          const index = nearest(world);
          if (set?.split === 'prior') {
            pinDraw(set, index);
            return;
          }
          const adds = event.ctrlKey || event.metaKey || event.shiftKey;
          if (adds && set && index >= 0) toggleItem(set.split, index);
          else if (!adds) focusItem(index >= 0 ? index : null);
        },
      },
      onKey: (event) => {
        const { set, stage, source } = now.current;
        const { at } = useCursor.getState();
        if (source === 'prior') {
          if (!at || !set || (event.key !== 'Enter' && event.key !== 't')) return false;
          pinDraw(set, nearest(at));
          return true;
        }
        if (event.key === 'l' || event.key === 'r') {
          const tool = event.key === 'l' ? 'lasso' : 'box';
          changeLatentView({ tool: useLatentView.getState().tool === tool ? 'pan' : tool });
          return true;
        }
        if (event.key === 'Escape' && !at && useSelection.getState().indices.length > 0) {
          clearSelection();
          return true;
        }
        if (!at || !set || !stage) return false;
        if (event.key === 'Enter') {
          const index = nearest(at);
          if (index >= 0) toggleItem(set.split, index);
          return true;
        }
        if (event.key === 't' && set.width > 2) {
          const index = nearest(at);
          if (index >= 0) pinItem(set, index);
          return true;
        }
        if (event.key !== 'b' && event.key !== 'B') return false;
        if (corner.current) selectInside(boxAround(corner.current, at), event.shiftKey ? 'add' : 'replace');
        const corners = corner.current ? [] : [at];
        corner.current = corner.current ? null : at;
        const screen = corners.map(([x, y]) => worldToScreen(stage.view, stage.extent, x, y));
        outline.current?.setAttribute(
          'points',
          screen.map(([x, y]) => `${x - 5},${y} ${x},${y - 5} ${x + 5},${y} ${x},${y + 5}`).join(' '),
        );
        return true;
      },
    };
  }, []);
}
