import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Position } from '../../core/graph/document';
import { WireMark } from '../compare/WireMark';
import { classes } from '../components/classes';
import { useCanvas } from './canvas-state';
import type { WireData, WireFlowEdge } from './flow-model';
import { kindColor } from './kinds';
import styles from './WireEdge.module.css';
import { WirePoints } from './WirePoints';
import { WireTip } from './WireTip';
import { middleOf, type Piece, pathText, wirePieces } from './wire-path';

/** Width of a sign of the label in its font, and of the room beside the text, in pixels. */
const SIGN = 5.7;
const ROOM = 10;
/** What the ports at both ends of a wire take of its room. */
const PORTS = 14;
/** Distance of a label from the port beside which it stands. */
const BESIDE = 12;

/** A wire in the colour of what it carries, with its shape on it. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<WireFlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, selected, data } = props;
  const taking = useCanvas((state) => state.wireUnder === id);
  const bend = useCanvas((state) => (state.bend?.edge === id ? state.bend.points : null));
  const hovered = useCanvas((state) => state.wireHovered === id);
  const points = bend ?? data?.points ?? NONE;
  const pieces = useMemo(
    () => wirePieces({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, points),
    [sourceX, sourceY, targetX, targetY, points],
  );
  if (!data) return null;
  const color = data.problem ? 'var(--danger)' : kindColor[data.kind];
  const told = hovered || data.told;
  return (
    <g className={classes(data.silent && styles.silent)}>
      <WireMark id={id} pieces={pieces} />
      <BaseEdge
        id={id}
        path={pathText(pieces)}
        interactionWidth={18}
        style={{ stroke: selected || taking ? 'var(--accent)' : color, strokeWidth: strokeOf(taking, selected) }}
        className={classes(styles.wire, data.problem && styles.broken)}
      />
      {!told && data.label && data.shows !== 'shared' && <WireLabel data={data} pieces={pieces} selected={selected} />}
      {told && (data.text || data.problem) && <WireTip id={id} data={data} at={labelPlace(data, pieces)} />}
      {points.length > 0 && <WirePoints id={id} points={points} />}
    </g>
  );
});

const NONE: readonly Position[] = [];

/** Wires grow against the zoom once the canvas is far away, so that they never fade to less than a line. */
const strokeOf = (taking: boolean, selected?: boolean): string =>
  `calc(${taking ? 4 : selected ? 2.4 : 1.8}px * var(--far-wire, 1))`;

const labelWidth = (label: string): number => label.length * SIGN + ROOM;

/** The middle of a wire; beside the port where several carry the same. */
function labelPlace({ label, shows }: WireData, pieces: readonly Piece[]): Position {
  if (shows !== 'source') return middleOf(pieces);
  const { from } = pieces[0];
  return { x: from.x + BESIDE + labelWidth(label) / 2, y: from.y };
}

/** Whether a label fits between the nodes at the ends of its wire: half of one says nothing, or something wrong. */
function hasRoom({ label, shows }: WireData, pieces: readonly Piece[]): boolean {
  const across = (pieces.at(-1)?.to.x ?? 0) - pieces[0].from.x;
  // A wire that leads back or through places of its own bends out between the nodes.
  if (across < 0 || pieces.length > 1) return true;
  return across >= labelWidth(label) + (shows === 'source' ? BESIDE : 0) + PORTS;
}

/** A shape on a wire, below the nodes: it covers nothing. */
function WireLabel({ data, pieces, selected }: { data: WireData; pieces: readonly Piece[]; selected?: boolean }) {
  if (!hasRoom(data, pieces)) return null;
  const { x, y } = labelPlace(data, pieces);
  const width = labelWidth(data.label);
  return (
    <g className={classes(styles.label, selected && styles.selected)} transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-8} width={width} height={16} rx={5} />
      <text textAnchor="middle" y={3.4}>
        {data.label}
      </text>
    </g>
  );
}
