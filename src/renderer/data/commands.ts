import type { WindowCommand } from '../shell/commands';
import { currentDocument } from '../state/project';
import { drawableNode } from './draw/drawing';
import { openDrawing } from './view';

export const dataCommands: WindowCommand[] = [
  {
    id: 'data.draw',
    label: 'Draw data by hand',
    group: 'View',
    enabled: () => drawableNode(currentDocument(), null) !== null,
    run: () => openDrawing(null),
  },
];
