/** Recognises that a graphics device is gone, so that a run can go on elsewhere. */

/**
 * The device was lost or has no memory left. Nothing on it can be used or read any more: start a CPU engine and go on
 * from the last checkpoint.
 */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
}

const outOfMemory =
  /out[ _]of[ _](device[ _]|host[ _])?memory|failed to allocate memory|BFC Arena ran out|CUDA failure 2\b|ALLOC_FAILED|8007000E/i;

/**
 * Dawn's words, Vulkan's and D3D12's codes, and CUDA errors that end its context: 214 (uncorrectable ECC error),
 * 700 to 719 (illegal access and kin), 999 (unknown).
 */
const lost =
  /device( \S+)? (is|was) lost|WebGPU device lost|\]? is lost\.|device_?lost|DEVICE_(REMOVED|HUNG|RESET)|887A000[567]|887A0020|MapAsyncStatus value|CUDA (failure|error) (214|7[01]\d|999)\b|illegal memory access|unspecified launch failure|CUDNN_STATUS_EXECUTION_FAILED|CUBLAS_STATUS_(EXECUTION_FAILED|NOT_INITIALIZED)/i;

/**
 * What to throw for an error of a run on a device: a `DeviceLostError` where the device cannot go on, otherwise the
 * error itself.
 * @param device Name of the device or its engine, for people.
 */
export function deviceError(error: unknown, device: string): unknown {
  if (error instanceof DeviceLostError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const problem = outOfMemory.test(message) ? 'has no memory left' : lost.test(message) ? 'was lost' : undefined;
  if (problem === undefined) return error;
  return new DeviceLostError(
    `${device}: the device ${problem}, expected it to finish the step; go on from the last checkpoint on the CPU.`,
    { cause: error },
  );
}
