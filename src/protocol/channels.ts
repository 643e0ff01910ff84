/** Names that preload needs without the schemas: it is one small file in a sandbox. */

/** Origin of the studio's page; its files are served by main and nothing else is. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'loom';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Message that carries a worker's port from preload to the page (`window.postMessage`). */
export const WORKER_PORT_MESSAGE = 'latent-loom:worker-port';

export const APP_CHANNEL = 'app:request';
export const APP_EVENT_CHANNEL = 'app:event';
export const WORKER_PORT_CHANNEL = 'worker:port';
