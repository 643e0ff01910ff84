import { changeCodesView, choosePlace, letGo, putCode, useCodesView } from './view';

interface MapKeys {
  tokens: Int32Array;
  own: Int32Array;
  rows: number;
  columns: number;
  /** Codes as plus and minus go through them. */
  order: Int32Array;
}

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));

/** Keys of a map of tokens. True when the key was used. */
export function mapKey(key: string, { tokens, own, rows, columns, order }: MapKeys): boolean {
  const { place } = useCodesView.getState();
  const arrow = ARROWS[key];
  if (arrow) {
    const [row, column] = place === null ? [0, 0] : [Math.floor(place / columns), place % columns];
    const [dx, dy] = place === null ? [0, 0] : arrow;
    choosePlace(within(row + dy, rows) * columns + within(column + dx, columns), tokens);
    return true;
  }
  if (key === 'Escape') return lettingGo();
  if (place === null || place >= tokens.length) return false;
  if (key === 'Backspace' || key === 'Delete') putCode(own[place], tokens);
  else if (key === '+' || key === '=') putCode(next(order, tokens[place], 1), tokens);
  else if (key === '-') putCode(next(order, tokens[place], -1), tokens);
  else return false;
  return true;
}

/** Keys of the codebook, whose codes stand in rows of `columns`. True when the key was used. */
export function codebookKey(key: string, order: Int32Array, columns: number, tokens: Int32Array | undefined): boolean {
  const { code } = useCodesView.getState();
  const arrow = ARROWS[key];
  if (arrow) {
    const at = code === null ? -1 : order.indexOf(code);
    const to = at < 0 ? 0 : at + arrow[0] + arrow[1] * columns;
    if (to >= 0 && to < order.length) changeCodesView({ code: order[to] });
    return true;
  }
  if (key === 'Escape') return lettingGo();
  if (key !== 'Enter' || code === null || !tokens) return false;
  putCode(code, tokens);
  return true;
}

/** False where there is nothing to let go of, so that Escape may mean something else. */
function lettingGo(): boolean {
  const { place, code } = useCodesView.getState();
  if (place === null && code === null) return false;
  letGo();
  return true;
}

/** The code after (or before) another one, round the end. */
const next = (order: Int32Array, code: number, by: 1 | -1): number =>
  order[(order.indexOf(code) + by + order.length) % order.length];
