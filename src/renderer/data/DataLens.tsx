import { Database } from 'lucide-react';
import { Explain } from '../lenses/Explain';
import shared from '../lenses/lens.module.css';
import { pictureShape } from '../lenses/tiles/item';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import { ClassItems } from './ClassItems';
import { DrawView } from './draw/DrawView';
import { drawableNode } from './draw/drawing';
import { LineItems } from './LineItems';
import { useShownMode } from './ModeSwitch';
import { PictureItems } from './PictureItems';
import { PointItems } from './PointItems';
import { TextItems } from './TextItems';
import { useDataView } from './view';

/** What the model learns from: its items, how many of each class, and a canvas to draw one's own points. */
export function DataLens() {
  const mode = useShownMode();
  const wished = useDataView((view) => view.node);
  const node = useProject(({ edit }) => drawableNode(edit?.document ?? null, wished));
  return (
    <div className={shared.lens}>{mode === 'draw' && node ? <DrawView node={node} /> : <Items mode={mode} />}</div>
  );
}

function Items({ mode }: { mode: string }) {
  const info = useSession((session) => session.info);
  if (!info) {
    return (
      <Explain icon={Database} title="No data yet" testId="data.empty">
        Put a data node on the canvas and wire it, or open a template: its items appear here as soon as the graph has no
        error.
      </Explain>
    );
  }
  const { itemShape, text } = info.data;
  const picture = pictureShape(itemShape);
  if (mode === 'classes') return <ClassItems key={info.run} info={info} shape={picture} />;
  if (text) return <TextItems key={info.run} info={info} />;
  if (picture) return <PictureItems key={info.run} info={info} shape={picture} />;
  if (itemShape.length === 1 && itemShape[0] === 2) return <PointItems key={info.run} info={info} />;
  if (itemShape.length === 1 && itemShape[0] === 1) return <LineItems key={info.run} info={info} />;
  return (
    <Explain icon={Database} title="These items have no picture" testId="data.empty">
      Items of shape {itemShape.join(' × ')} are neither numbers, points in the plane nor pictures; the lens shows those
      three.
    </Explain>
  );
}
