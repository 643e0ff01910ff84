/** Marks lie over each other in the order in which they are drawn; none hides another by its depth. */
export const OVERLAID = { transparent: true, depthTest: false, depthWrite: false } as const;

/** Fragments in the colour that the vertices say. */
export const TINTED_FRAGMENT = `
varying vec4 colour;
void main() {
  gl_FragColor = colour;
}`;
