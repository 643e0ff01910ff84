import { readFile } from 'node:fs/promises';
import { app, protocol, type Session, session } from 'electron';
import { APP_ORIGIN, APP_SCHEME } from '../protocol/channels';
import { CONTENT_SECURITY_POLICY, contentType, mayRequest, resolveAsset } from './assets';

/*
 * Besides what is here: the renderer is sandboxed and isolated (window.ts), messages are checked for sender and content
 * (ipc.ts), and packaging sets Electron's fuses (build/electron-builder.json).
 */

/** Before the app is ready: makes `app://` an origin like any secure web page, and nothing more. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the page from `folder` and closes every other door of the session. */
export function secureSession(folder: string, target: Session = session.defaultSession): void {
  target.protocol.handle(APP_SCHEME, (request) => serve(folder, request));
  target.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }));
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => event.preventDefault());
}

/** No page opens another, leaves its origin or embeds anything, whichever window it is in. */
export function secureContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => {
      if (!event.isMainFrame || event.url !== `${APP_ORIGIN}/`) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
  });
}

async function serve(folder: string, request: Request): Promise<Response> {
  const headers = { 'Content-Security-Policy': CONTENT_SECURITY_POLICY, 'X-Content-Type-Options': 'nosniff' };
  const file = request.method === 'GET' ? resolveAsset(folder, request.url) : null;
  const type = file === null ? null : contentType(file);
  if (file === null || type === null) return new Response('Not found', { status: 404, headers });
  try {
    const bytes = await readFile(file);
    return new Response(new Uint8Array(bytes), {
      headers: { ...headers, 'Content-Type': type, 'Cache-Control': 'no-cache' },
    });
  } catch {
    return new Response('Not found', { status: 404, headers });
  }
}
