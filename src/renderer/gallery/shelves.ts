import { type Family, families, familyOf } from '../../core/catalogue/families';
import type { Template } from './templates';

/** Templates of one family. */
export interface Shelf {
  family: Pick<Family, 'id' | 'title' | 'knows'>;
  templates: readonly Template[];
}

/** For what belongs to no family of the list. */
const OTHERS: Shelf['family'] = { id: 'others', title: 'Others', knows: '' };

/** Everything of a template by which it can be found. */
const wordsOf = ({ id, document: { title, summary, recipe } }: Template): string =>
  [id, title, summary, ...Object.values(recipe ?? {})].join(' ');

/** Whether a template, or its family, has every word that was typed. */
const found = (template: Template, wanted: string): boolean => {
  const family = familyOf(template.document.models);
  const text = `${wordsOf(template)} ${family?.title ?? ''} ${family?.knows ?? ''}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** Templates by family, in the order of the families; shelves that nothing is on are left out. */
export const shelvesOf = (templates: readonly Template[], wanted: string): Shelf[] => {
  const matching = templates.filter((template) => found(template, wanted.trim()));
  const on = (id: string): Template[] =>
    matching.filter(({ document }) => (familyOf(document.models)?.id ?? OTHERS.id) === id);
  return [...families, OTHERS].flatMap((family) => {
    const held = on(family.id);
    return held.length > 0 ? [{ family, templates: held }] : [];
  });
};
