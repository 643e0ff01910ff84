import type {
  AppEvents,
  AppEventType,
  AppRequestOf,
  AppRequestType,
  AppResponses,
  LoomBridge,
} from '../../protocol/app';
import { FailureError } from './worker-client';

/** What the window asks of main; the tests give it one that answers from memory. */
export interface AppClient {
  /** Rejects with `FailureError`, whose sentence is for the user. */
  request<T extends AppRequestType>(type: T, payload: AppRequestOf<T>): Promise<AppResponses[T]>;
  on<T extends AppEventType>(type: T, listener: (payload: AppEvents[T]) => void): () => void;
}

/** The bridge that preload made, with failures as rejections. */
export function createAppClient(bridge: LoomBridge): AppClient {
  return {
    async request(type, payload) {
      const result = await bridge.request(type, payload);
      if (!result.ok) throw new FailureError(result.failure);
      return result.value;
    },
    on: (type, listener) => bridge.on(type, listener),
  };
}
