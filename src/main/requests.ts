import { z } from 'zod';
import { type AppRequestOf, type AppRequestType, type AppResponses, appSchemas } from '../protocol/app';
import type { Result } from '../protocol/common';
import { failureOf } from './failure';

/** What main does for each request; a forgotten row does not compile. */
export type Handlers = {
  [T in AppRequestType]: (payload: AppRequestOf<T>) => AppResponses[T] | Promise<AppResponses[T]>;
};

const isRequestType = (type: unknown): type is AppRequestType =>
  typeof type === 'string' && Object.hasOwn(appSchemas, type);

/** Checks a message of unknown content and answers it; never throws. */
export async function answer(handlers: Handlers, type: unknown, payload: unknown): Promise<Result<unknown>> {
  if (!isRequestType(type)) return malformed(`request "${String(type).slice(0, 40)}" is unknown`);
  return dispatch(handlers, type, payload);
}

async function dispatch<T extends AppRequestType>(
  handlers: Handlers,
  type: T,
  payload: unknown,
): Promise<Result<unknown>> {
  const checked = appSchemas[type].safeParse(payload);
  if (!checked.success) return malformed(`request "${type}" is malformed: ${z.prettifyError(checked.error)}`);
  try {
    const handler: (payload: AppRequestOf<T>) => AppResponses[T] | Promise<AppResponses[T]> = handlers[type];
    return { ok: true, value: await handler(checked.data as AppRequestOf<T>) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

const malformed = (details: string): Result<never> => ({
  ok: false,
  failure: {
    message: 'The window sent a message that main does not accept; restart the program.',
    details,
    user: false,
  },
});
