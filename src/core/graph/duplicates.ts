/** The first id that two items have in common, if there is one. */
export function firstTwice(items: readonly { id: string }[]): string | undefined {
  const seen = new Set<string>();
  return items.find(({ id }) => seen.size === seen.add(id).size)?.id;
}
