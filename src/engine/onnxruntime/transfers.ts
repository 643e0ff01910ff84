/**
 * Copies between host and device. ONNX Runtime's own `getData()` of a tensor on the device ends the process, so values
 * go through a session that does nothing: its output lies where it is asked for.
 */

import * as ort from 'onnxruntime-node';
import type { DType } from '../../core/tensor';
import { deviceError } from '../device-lost';
import { encodeCopy } from './encode';
import type { Provider } from './providers';
import type { Transfers } from './tensor';

type Location = 'cpu' | 'gpu-buffer';

/**
 * Sessions by provider, dtype and where the output goes. They are never released: with the last session of a process
 * goes the device, and freeing a tensor after that is a fault in the driver.
 */
const sessions = new Map<string, Promise<ort.InferenceSession>>();

function copySession(provider: Provider, dtype: DType, to: Location): Promise<ort.InferenceSession> {
  const key = `${provider.name} ${dtype} ${to}`;
  const known = sessions.get(key);
  if (known) return known;
  const session = ort.InferenceSession.create(encodeCopy(dtype), {
    executionProviders: [provider.name],
    preferredOutputLocation: { y: to },
    logSeverityLevel: 3,
  });
  session.catch(() => sessions.delete(key));
  sessions.set(key, session);
  return session;
}

function dtypeOfValue({ type }: ort.Tensor): DType {
  if (type === 'float32' || type === 'int32' || type === 'bool') return type;
  throw new Error(`tensor: got ${type} from ONNX Runtime, expected float32, int32 or bool.`);
}

async function copy(provider: Provider, value: ort.Tensor, to: Location): Promise<ort.Tensor> {
  try {
    const session = await copySession(provider, dtypeOfValue(value), to);
    return (await session.run({ x: value })).y;
  } catch (error) {
    throw deviceError(error, provider.title);
  }
}

const opened = new Map<string, Transfers>();

/** Copies of a provider that keeps values on its device, the same for all its engines. Loads the device, for good. */
export async function openTransfers(provider: Provider): Promise<Transfers> {
  await copySession(provider, 'float32', 'cpu');
  const transfers = opened.get(provider.name) ?? {
    toHost: (value) => copy(provider, value, 'cpu'),
    toDevice: (value) => copy(provider, value, 'gpu-buffer'),
  };
  opened.set(provider.name, transfers);
  return transfers;
}
