import {
  type InternalNode,
  useInternalNode,
  useNodesInitialized,
  useReactFlow,
  useStoreApi,
  ViewportPortal,
  type XYPosition,
} from '@xyflow/react';
import { Minus } from 'lucide-react';
import { memo, useEffect, useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import { type GraphId, nodeName } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { categories } from '../editor/kinds';
import { middleOf, pathText, wirePieces } from '../editor/wire-path';
import { useProject } from '../state/project';
import styles from './Compare.module.css';
import { GHOST, ghostPlaces } from './ghosts';
import type { GraphMarks, LostWire } from './marks';
import { useCompare } from './state';

/** How long the canvas glides to what is gone, in milliseconds. */
const GLIDE = 160;

/** Over the canvas: what the other document has and this one has not. None of it is part of the graph. */
export const CompareOverlay = memo(function CompareOverlay() {
  const place = useProject((state) => state.place);
  const marks = useCompare((state) => state.marks.get(place));
  const places = useGhostPlaces(marks);
  useSight(place);
  if (!marks || marks.ghosts.length + marks.lostWires.length === 0) return null;
  return (
    <ViewportPortal>
      <div className={styles.overlay}>
        <svg className={styles.wires} role="img" aria-label="Wires that are gone">
          {marks.lostWires.map((wire) => (
            <Lost key={wire.edge.id} wire={wire} places={places} />
          ))}
        </svg>
        {marks.ghosts.map((node) => (
          <Ghost key={node.id} node={node} position={places.get(node.id) ?? node.position} />
        ))}
      </div>
    </ViewportPortal>
  );
});

/** Where the ghosts stand: in the way of nothing that stood there when the comparison was last made. */
function useGhostPlaces(marks: GraphMarks | undefined): ReadonlyMap<string, XYPosition> {
  const store = useStoreApi();
  const measured = useNodesInitialized();
  return useMemo(() => {
    if (!measured) return NOWHERE;
    const rects = [...store.getState().nodeLookup.values()].map(({ internals, measured }) => ({
      ...internals.positionAbsolute,
      width: measured.width ?? 0,
      height: measured.height ?? 0,
    }));
    return ghostPlaces(marks?.ghosts ?? [], rects);
  }, [marks, store, measured]);
}

const NOWHERE: Places = new Map();

function Ghost({ node, position: { x, y } }: { node: GraphNode; position: XYPosition }) {
  const definition = catalogue.find(node.type);
  const look = definition && categories[definition.category];
  const Icon = look?.icon;
  const name = nodeName(node, catalogue);
  return (
    <div
      className={styles.ghost}
      style={{ ...GHOST, transform: `translate(${x}px, ${y}px)` }}
      role="img"
      aria-label={`${name} is gone`}
      data-testid={`compare.ghost.${node.id}`}
    >
      <span className={styles.badge}>
        <Minus aria-hidden />
        gone
      </span>
      {Icon && <Icon className={styles.ghostIcon} style={{ color: look.color }} aria-hidden />}
      <span className={styles.ghostName}>{name}</span>
    </div>
  );
}

type End = LostWire['source'];
type Places = ReadonlyMap<string, XYPosition>;

function Lost({ wire: { edge, source, target }, places }: { wire: LostWire; places: Places }) {
  const from = useEnd(source, 'source', places);
  const to = useEnd(target, 'target', places);
  if (!from || !to) return null;
  const pieces = wirePieces(from, to, edge.points ?? []);
  const { x, y } = middleOf(pieces);
  return (
    <g data-testid={`compare.lost.${edge.id}`}>
      <path d={pathText(pieces)} className={styles.lost} />
      <circle cx={x} cy={y} r={7} className={styles.lostSign} />
      <path d={`M ${x - 3.5} ${y} H ${x + 3.5}`} className={styles.lostBar} />
    </g>
  );
}

/** Where a lost wire ended: at its port, at the side of its node where the port is gone, or at the ghost. */
function useEnd({ node, port, ghost }: End, side: 'source' | 'target', places: Places) {
  const internal = useInternalNode(ghost ? '' : node);
  if (!ghost) return internal && portPlace(internal, port, side);
  const place = places.get(node);
  if (!place) return undefined;
  const { x, y } = place;
  return { x: side === 'source' ? x + GHOST.width : x, y: y + GHOST.height / 2 };
}

function portPlace({ internals, measured }: InternalNode, port: string, side: 'source' | 'target') {
  const { x, y } = internals.positionAbsolute;
  const handle = internals.handleBounds?.[side]?.find(({ id }) => id === port);
  if (handle) return { x: x + handle.x + handle.width / 2, y: y + handle.y + handle.height / 2 };
  return { x: side === 'source' ? x + (measured.width ?? 0) : x, y: y + (measured.height ?? 0) / 2 };
}

/** Brings a place that was asked for into the middle of the canvas. */
function useSight(place: GraphId): void {
  const sight = useCompare((state) => state.sight);
  const { setCenter, getZoom } = useReactFlow();
  useEffect(() => {
    if (!sight || sight.graph !== place) return;
    const duration = window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : GLIDE;
    const { x, y } = sight.position;
    // A canvas that has just opened fits its graph first.
    const frame = requestAnimationFrame(() => {
      void setCenter(x + GHOST.width / 2, y + GHOST.height / 2, { zoom: getZoom(), duration });
    });
    return () => cancelAnimationFrame(frame);
  }, [sight, place, setCenter, getZoom]);
}
