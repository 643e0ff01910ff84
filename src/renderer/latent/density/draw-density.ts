import { cssColour, mixColours } from '../../lenses/colour/rgb';
import type { Theme } from '../../lenses/colour/theme';
import { viridis } from '../../lenses/colour/viridis';
import { closedPath } from '../../lenses/plane/rings';
import type { PlaneView, Size } from '../../lenses/plane/transform';
import type { Contour } from './density';

/** World-unit paths of the contours, made once; panning and zooming only transform them. */
export interface DensityPaths {
  level: number;
  path: Path2D;
}

export function densityPaths(contours: readonly Contour[]): DensityPaths[] {
  return contours.map(({ level, rings }) => ({ level, path: closedPath(rings) }));
}

/** Lines of equal density, or with `filled` their areas from thin to dense in viridis. */
export function drawDensity(
  context: CanvasRenderingContext2D,
  view: PlaneView,
  size: Size,
  theme: Theme,
  paths: readonly DensityPaths[],
  filled: boolean,
): void {
  context.save();
  context.translate(size.width / 2, size.height / 2);
  context.scale(view.scale, -view.scale);
  context.translate(-view.x, -view.y);
  context.lineWidth = 1.1 / view.scale;
  context.lineJoin = 'round';
  paths.forEach(({ path }, i) => {
    const share = (i + 0.5) / paths.length;
    if (filled) {
      context.fillStyle = cssColour(mixColours(viridis(share), theme.panel, 0.12), 0.85);
      context.fill(path, 'evenodd');
    } else {
      context.strokeStyle = cssColour(theme.text, 0.22 + 0.5 * share);
      context.stroke(path);
    }
  });
  context.restore();
}
