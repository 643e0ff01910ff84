import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, relative, resolve, sep } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

interface Room {
  /** Rooms that it may import from, besides itself. */
  rooms: readonly string[];
  /** Packages that it may import; `node` stands for Node's own modules. */
  packages: readonly string[];
}

/** Arrows between the rooms of `src/` (and `bench/`, which `loom bench` runs): the one place that says them. A longer name stands for a part of a room. */
const ROOMS: Readonly<Record<string, Room>> = {
  'core/tensor': { rooms: [], packages: [] },
  core: { rooms: ['core/tensor'], packages: ['zod', 'fflate', 'fast-png'] },
  protocol: { rooms: ['core'], packages: ['zod'] },
  files: { rooms: ['core'], packages: ['node', 'zod'] },
  engine: { rooms: ['core/tensor'], packages: ['node', 'onnxruntime-node', 'protobufjs'] },
  worker: { rooms: ['engine', 'protocol', 'core', 'core/tensor', 'files'], packages: ['node', 'zod', 'electron'] },
  main: { rooms: ['protocol', 'core', 'files'], packages: ['node', 'zod', 'electron'] },
  preload: { rooms: ['protocol'], packages: ['electron'] },
  cli: {
    rooms: ['worker', 'engine', 'protocol', 'core', 'core/tensor', 'files', 'bench'],
    packages: ['node', 'zod'],
  },
  bench: { rooms: ['worker', 'engine', 'core', 'core/tensor', 'files'], packages: ['node'] },
  renderer: {
    rooms: ['protocol', 'core', 'core/tensor'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      '@xyflow/react',
      'three',
      'uplot',
      'kdbush',
      'umap-js',
      'ml-pca',
      'd3-contour',
      'katex',
      'fuzzysort',
      'lucide-react',
      'elkjs',
      'react-markdown',
      'remark-gfm',
      'remark-math',
      'rehype-katex',
      'mediabunny',
      'modern-gif',
      'zod',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
    ],
  },
};

/** Rooms that are built for the page or bundled whole; the packages of all others are loaded at run time. */
const BUNDLED = new Set(['renderer', 'preload']);

/** Room of a path from the root of the repository, the longest name that fits; null for none. */
const roomOf = (path: string): string | null =>
  Object.keys(ROOMS)
    .filter((room) => path.startsWith(room === 'bench' ? 'bench/' : `src/${room}/`))
    .sort((a, b) => b.length - a.length)[0] ?? null;

const packageOf = (specifier: string): string => {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return 'node';
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
};

const IMPORTS = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSImportType',
]);

/** Everything a module imports or re-exports, types included. */
function importsOf(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const found: string[] = [];
  // The syntax tree is plain data; the loop is not recursive because expressions nest deeply.
  const open: unknown[] = [program];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    if ('type' in node && IMPORTS.has(String(node.type)) && 'source' in node) {
      const { source: from } = node;
      if (typeof from === 'object' && from !== null && 'value' in from) found.push(String(from.value));
    }
    open.push(...Object.values(node));
  }
  return found;
}

/** Sentences about the imports of one file that the table does not allow. `file` is a path from the root. */
function violationsOf(file: string, source: string): string[] {
  const room = roomOf(file);
  if (room === null) return [`${file}: lies in no room`];
  const { rooms, packages } = ROOMS[room];
  return importsOf(file, source).flatMap((specifier) => {
    if (!specifier.startsWith('.')) {
      const name = packageOf(specifier);
      if (!packages.includes(name)) return [`${file}: room "${room}" may not import the package "${specifier}"`];
      const installed = name === 'node' || name === 'electron' || BUNDLED.has(room) || name in dependencies;
      return installed ? [] : [`${file}: "${name}" is loaded at run time but is no dependency in package.json`];
    }
    const target = posix.join(posix.dirname(file), specifier);
    const targetRoom = roomOf(`${target}/`);
    if (targetRoom === room || (targetRoom !== null && rooms.includes(targetRoom))) return [];
    return [`${file}: room "${room}" may not import "${specifier}" (room "${targetRoom ?? target}")`];
  });
}

const sources = ['src', 'bench']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));

test('every import follows the arrows between the rooms', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap((file) => violationsOf(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

describe('the check itself', () => {
  test.each([
    ['core/graph/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['core/graph/x.ts', "import { readFile } from 'fs/promises';"],
    ['core/graph/x.ts', "import type { Result } from '../../protocol/common';"],
    ['core/tensor/x.ts', "export * from '../graph/document';"],
    ['renderer/state/x.ts', "import { Session } from '../../worker/session';"],
    ['renderer/state/x.ts', "const ort = await import('onnxruntime-node');"],
    ['renderer/x.ts', "import { app } from 'electron';"],
    ['main/x.ts', "type Session = import('../worker/session').Session;"],
    ['engine/x.ts', "import '../core/graph';"],
    ['files/x.ts', "import { useRun } from '../renderer/state/run';"],
    ['main/x.ts', "import {\n  a,\n  b,\n} from '../../scripts/lib/lock.mjs';"],
    ['worker/x.ts', "import React from 'react';"],
    ['elsewhere/x.ts', ''],
  ])('%s may not hold: %s', (file, source) => {
    expect(violationsOf(`src/${file}`, source)).toHaveLength(1);
  });

  test.each([
    ['core/graph/x.ts', "import { z } from 'zod';\nimport { quote } from './text';"],
    ['core/graph/x.ts', "// import { readFile } from 'node:fs';\n/* from '../../main/x' */"],
    ['core/compile/x.ts', "import type { Shape } from '../tensor';"],
    ['worker/x.ts', "import { createEngine } from '../engine';"],
    ['renderer/x.tsx', "import '@fontsource-variable/inter/opsz.css';\nimport './x.module.css';"],
  ])('%s may hold: %s', (file, source) => {
    expect(violationsOf(`src/${file}`, source)).toEqual([]);
  });
});
