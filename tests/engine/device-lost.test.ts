import { describe, expect, test } from 'vitest';
import { buildProgram, input, mul } from '../../src/core/tensor';
import { createEngine, DeviceLostError } from '../../src/engine';
import { deviceError } from '../../src/engine/device-lost';
import { withFaults } from './faults';

describe('errors of a run', () => {
  test.each([
    ['Dawn', '[Device "WebGPU device"] is lost.'],
    ['Dawn, while it waits', 'Failed to download data from buffer. wgpu::MapAsyncStatus value: 3'],
    ['ONNX Runtime', 'WebGPU device lost (2): A valid external Instance reference no longer exists.'],
    ['Vulkan', 'vkQueueSubmit failed with VK_ERROR_DEVICE_LOST'],
    ['D3D12', 'ID3D12Device::CreateCommittedResource failed with DXGI_ERROR_DEVICE_REMOVED (0x887A0005)'],
    ['DirectML', 'Non-zero status code: 887A0006 The GPU will not respond to more commands'],
    ['CUDA, an illegal access', 'CUDA failure 700: an illegal memory access was encountered ; GPU=0'],
    ['CUDA, unknown', 'CUDA error 999: unknown error'],
  ])('of a lost device are recognised: %s', (_, message) => {
    const cause = new Error(message);
    const error = deviceError(cause, 'WebGPU');
    expect(error).toBeInstanceOf(DeviceLostError);
    expect(error).toMatchObject({ cause, message: expect.stringContaining('WebGPU: the device was lost') });
  });

  test.each([
    ['CUDA', 'CUDA failure 2: out of memory ; GPU=0'],
    ['the arena', 'BFC Arena ran out of memory trying to allocate 4096'],
    ['Vulkan', 'VK_ERROR_OUT_OF_DEVICE_MEMORY'],
    ['Direct3D', 'The GPU could not allocate: 8007000E'],
  ])('of a full device are recognised: %s', (_, message) => {
    const error = deviceError(new Error(message), 'CUDA (NVIDIA)');
    expect(error).toBeInstanceOf(DeviceLostError);
    expect(error).toMatchObject({ message: expect.stringContaining('CUDA (NVIDIA): the device has no memory left') });
  });

  test.each([
    'Non-zero status code returned while running Conv node.',
    'got a run after release',
    'CUDA failure 70: x',
  ])('others stay what they are: %s', (message) => {
    const error = new Error(message);
    expect(deviceError(error, 'WebGPU')).toBe(error);
  });
});

test('a device can be lost in tests', async () => {
  const engine = withFaults(await createEngine('cpu'), { loseAfterRuns: 2 });
  const executable = await engine.compile(buildProgram('p', { y: mul(input('x', [2]), 2) }));
  const x = engine.upload(Float32Array.of(1, 2), [2]);
  const { y } = await executable.run({ x });
  expect(await (await executable.run({ x: y })).y.read()).toEqual(Float32Array.of(4, 8));
  await expect(executable.run({ x })).rejects.toBeInstanceOf(DeviceLostError);
  await expect(y.read()).rejects.toBeInstanceOf(DeviceLostError);
  await engine.dispose();
});
