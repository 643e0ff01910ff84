import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TemplateInfo } from '../protocol/app';

/** Every template that comes with the program, by name of its file. */
export async function readTemplates(folder: string): Promise<TemplateInfo[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => ({ id: basename(name, '.json'), text: await readFile(join(folder, name), 'utf8') })),
  );
}
