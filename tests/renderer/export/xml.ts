export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const plain = (text: string): string => {
  if (/&(?!(amp|lt|gt|quot);)/.test(text) || text.includes('<')) throw new Error(`Not XML: ${text.slice(0, 80)}`);
  return text.replace(/&(\w+);/g, (_, name) => ENTITIES[name]);
};

/** Reads a small XML document; throws on anything that is not well-formed. */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const body = source.replace(/^<\?xml [^>]*\?>\s*/, '');
  for (const [, text, tag] of body.matchAll(/([^<]*)(?:<([^>]*)>|$)/g)) {
    const inside = open[open.length - 1];
    if (inside !== top) inside.text += plain(text);
    if (tag === undefined) continue;
    if (tag.startsWith('/')) {
      if (open.pop()?.name !== tag.slice(1)) throw new Error(`</${tag.slice(1)}> closes nothing.`);
      continue;
    }
    const parts = /^([A-Za-z]\w*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)$/.exec(tag);
    if (!parts) throw new Error(`<${tag}> is no tag.`);
    const attributes: Record<string, string> = {};
    for (const [, key, value] of parts[2].matchAll(/([\w:-]+)="([^"]*)"/g)) {
      if (Object.hasOwn(attributes, key)) throw new Error(`"${key}" is there twice.`);
      attributes[key] = plain(value);
    }
    const element: XmlElement = { name: parts[1], attributes, children: [], text: '' };
    inside.children.push(element);
    if (!parts[3]) open.push(element);
  }
  if (open.length !== 1 || top.children.length !== 1)
    throw new Error('There must be one element, and it must be closed.');
  return top.children[0];
}
