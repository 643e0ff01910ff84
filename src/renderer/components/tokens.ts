/** Value of a design token (`--accent`) as the present theme has it, for canvas and WebGL views. */
export function readToken(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
