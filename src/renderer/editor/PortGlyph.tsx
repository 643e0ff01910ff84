import type { PortKind } from '../../core/catalogue/types';
import { kindColor, kindPath } from './kinds';

interface PortGlyphProps {
  kind: PortKind;
  /** Full while something is wired; an outline otherwise. */
  filled: boolean;
  size?: number;
}

/** The mark of a port: a shape and a colour for its kind. */
export function PortGlyph({ kind, filled, size = 13 }: PortGlyphProps) {
  return (
    <svg width={size} height={size} viewBox="-6.5 -6.5 13 13" aria-hidden>
      <path
        d={kindPath[kind]}
        fill={filled ? kindColor[kind] : 'var(--ground)'}
        stroke={kindColor[kind]}
        strokeWidth={1.8}
        strokeLinejoin="round"
      />
    </svg>
  );
}
