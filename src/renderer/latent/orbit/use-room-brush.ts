import { type PointerEvent, type RefObject, useMemo, useRef } from 'react';
import type { Stroke } from '../../lenses/plane/gestures';
import type { Point } from '../../lenses/plane/transform';
import { brushStroke, modeOf } from '../brush/brush-stroke';
import { pointsInside } from '../brush/inside';
import { clearSelection, selectItems, toggleItem, useSelection } from '../brush/selection';
import { focusItem } from '../neighbours/focus';
import type { LatentParts } from '../parts';
import { pinDraw, pinItem } from '../traversal/pin';
import { useTwinItem } from '../twins/twin';
import { changeLatentView, useLatentView } from '../view';
import type { OrbitStage } from './orbit-stage';

/** CSS pixels that a click may wander. */
const STILL = 4;

export interface RoomBrush {
  outline: RefObject<SVGPolygonElement | null>;
  /** To be asked before the room turns by a press. */
  onDown(event: PointerEvent<HTMLElement>): void;
  onMove(event: PointerEvent<HTMLElement>): void;
  onUp(event: PointerEvent<HTMLElement>): void;
  /** R and L choose what a drag does, T sets the traversal to the item under the pointer, Escape lets go; true when the key was used. */
  onKey(key: string): boolean;
}

/** Left and −top within what is pointed at: the screen as a plane. */
export function placeIn(event: PointerEvent<HTMLElement>): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return [event.clientX - box.left, box.top - event.clientY];
}

/** Selecting in the room what lies behind a rectangle or a lasso on the screen, and single items by a click. */
export function useRoomBrush(stage: OrbitStage | null, parts: LatentParts): RoomBrush {
  const outline = useRef<SVGPolygonElement>(null);
  const drag = useRef<{ from: Point; stroke: Stroke | null; moved: boolean } | null>(null);
  const now = useRef({ stage, parts });
  now.current = { stage, parts };
  return useMemo(() => {
    const end = (): void => {
      drag.current = null;
      now.current.stage?.setTurning(true);
    };
    const click = (at: Point, adds: boolean): void => {
      const { stage, parts } = now.current;
      const index = stage?.pick(at[0], -at[1]) ?? -1;
      if (parts.set?.split === 'prior') pinDraw(parts.set, index);
      else if (!adds) focusItem(index < 0 ? null : index);
      else if (parts.set && index >= 0) toggleItem(parts.set.split, index);
    };
    return {
      outline,
      onDown: (event) => {
        const { stage, parts } = now.current;
        if (event.button !== 0 || !stage) return;
        const from = placeIn(event);
        const { tool } = useLatentView.getState();
        const kind = parts.source === 'prior' ? 'pan' : tool === 'pan' && event.shiftKey ? 'box' : tool;
        drag.current = { from, stroke: null, moved: false };
        if (kind === 'pan' || !outline.current) return;
        stage.setTurning(false);
        event.currentTarget.setPointerCapture(event.pointerId);
        const mode = modeOf(event, tool);
        const { width, height } = stage.extent;
        drag.current.stroke = brushStroke(kind, from, {
          stage: { view: { x: width / 2, y: -height / 2, scale: 1 }, extent: stage.extent },
          outline: outline.current,
          onDone: (polygon) => {
            const { set } = parts;
            if (!set) return;
            const places = stage.places();
            selectItems(set.split, pointsInside(places, places.length / 2, polygon), mode);
          },
        });
      },
      onMove: (event) => {
        if (!drag.current) return;
        const { from } = drag.current;
        const at = placeIn(event);
        if (!drag.current.moved && Math.hypot(at[0] - from[0], at[1] - from[1]) < STILL) return;
        drag.current.moved = true;
        drag.current.stroke?.onMove(at);
      },
      onUp: (event) => {
        if (!drag.current) return;
        const { stroke, moved } = drag.current;
        end();
        if (event.type === 'pointercancel' || !moved) stroke?.onCancel();
        else stroke?.onEnd();
        if (event.type === 'pointerup' && !moved) {
          click(placeIn(event), event.ctrlKey || event.metaKey || event.shiftKey);
        }
      },
      onKey: (key) => {
        if ((key === 'l' || key === 'r') && now.current.parts.source === 'data') {
          const tool = key === 'l' ? 'lasso' : 'box';
          changeLatentView({ tool: useLatentView.getState().tool === tool ? 'pan' : tool });
          return true;
        }
        const { parts } = now.current;
        const { item } = useTwinItem.getState();
        if (key === 't' && item !== null && parts.set && item < parts.set.count) {
          pinItem(parts.set, item);
          return true;
        }
        if (key !== 'Escape') return false;
        if (drag.current?.stroke) {
          drag.current.stroke.onCancel();
          end();
          return true;
        }
        if (useSelection.getState().indices.length === 0) return false;
        clearSelection();
        return true;
      },
    };
  }, []);
}
