import { extname, join, sep } from 'node:path';
import { APP_HOST, APP_SCHEME } from '../protocol/channels';

/** What the page may load: itself. Images and workers may also come from memory; styles may stand in attributes. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  // These do not fall back to default-src.
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** MIME type of a file of the page, or null for a kind that the page has no use for. */
export const contentType = (path: string): string | null => TYPES[extname(path).toLowerCase()] ?? null;

/**
 * File below `folder` that an address of the page means, or null when it means none: another scheme or host, a path
 * that climbs out of the folder, or one that could be read in two ways.
 */
export function resolveAsset(folder: string, address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST || url.username !== '' || url.password !== '')
    return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const parts = path.split('/').slice(1);
  const strange = parts.some((part) => part === '..' || part === '.' || part.includes('\0') || /[\\:]/.test(part));
  if (!path.startsWith('/') || strange) return null;
  const file = join(folder, ...(path === '/' ? ['index.html'] : parts));
  return file.startsWith(folder + sep) ? file : null;
}

/** Whether a network request may leave the page at all. Everything else is stopped before it starts. */
export function mayRequest(address: string): boolean {
  return /^(app|blob|data|devtools):/i.test(address);
}
