import type { Tensor } from '../tensor';
import type { Trace } from './trace';

/** A value as the objective that reads it shows it (logits become grey levels); undefined where none has a way of its own. */
export const shownAs = (
  { document, contexts }: Pick<Trace, 'document' | 'contexts'>,
  node: string,
  value: Tensor,
): Tensor | undefined => {
  for (const { source, target } of document.study.edges) {
    if (source.node !== node) continue;
    const reader = contexts.get(target.node);
    if (reader?.definition.display?.port === target.port)
      return reader.definition.display.show(reader.context.settings, value);
  }
  return undefined;
};
