import { catalogue } from '../../core/catalogue';
import { graphAt, nodeName } from '../../core/graph';
import { bookmarksToGoTo } from '../bookmarks/palette';
import { thingsToCompare } from '../compare/palette';
import { placeOffer } from '../editor/add-node';
import { canvas } from '../editor/canvas-state';
import { offersFor } from '../editor/offers';
import type { Searchable } from '../editor/search';
import { reveal } from '../state/edit';
import { useProject } from '../state/project';
import { windowCommands } from './commands';

export interface PaletteEntry extends Omit<Searchable, 'title'> {
  id: string;
  group: string;
  label: string;
  keys?: string;
  run(): void;
}

/** What is possible now: the commands, every node that can be added, every node to go to. */
export function paletteEntries(): PaletteEntry[] {
  const commands = windowCommands
    .filter((command) => command.enabled() && command.id !== 'view.palette' && !command.early)
    .map(
      ({ id, group, label, keys, run }): PaletteEntry => ({ id, group, label, keys: keys?.[0], words: [group], run }),
    );
  return [...commands, ...bookmarksToGoTo(), ...nodesToGoTo(), ...nodesToAdd(), ...thingsToCompare()];
}

function nodesToGoTo(): PaletteEntry[] {
  const { edit, place } = useProject.getState();
  const nodes = edit ? (graphAt(edit.document, place)?.nodes ?? []) : [];
  return nodes.map((node) => ({
    id: `go ${node.id}`,
    group: 'Go to',
    label: nodeName(node, catalogue),
    words: [node.type],
    run: () => {
      reveal({ network: place ?? undefined, node: node.id });
      canvas.current?.fitSelection();
    },
  }));
}

function nodesToAdd(): PaletteEntry[] {
  const { edit, place } = useProject.getState();
  if (!edit || !canvas.current) return [];
  return offersFor(edit.document, place)
    .filter(({ damaged }) => damaged === undefined)
    .map((offer) => ({
      id: `add ${offer.id}`,
      group: 'Add',
      label: offer.kind ? `${offer.title} · ${offer.kind}` : offer.title,
      words: offer.words,
      summary: offer.summary,
      formula: offer.formula,
      source: offer.source,
      run: () => canvas.current && placeOffer(offer, canvas.current.freePlace()),
    }));
}
