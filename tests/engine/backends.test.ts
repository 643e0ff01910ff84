import { describe, expect, test } from 'vitest';
import { createEngine, listBackends } from '../../src/engine';
import { deviceNameFromLog, deviceNameFromMaps, softwareName } from '../../src/engine/onnxruntime/device-name';
import { probeHere } from '../../src/engine/onnxruntime/probe';

const backends = await listBackends();

test('lists the engines that there are', () => {
  expect(backends.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['cpu', 'webgpu', 'cuda', 'directml', 'coreml', 'reference']),
  );
});

test.each(backends)('$id either starts or says in one sentence why not', async ({ id, title, available, reason }) => {
  if (available) {
    const engine = await createEngine(id);
    expect(engine).toMatchObject({ id, title });
    await engine.dispose();
  } else {
    expect(reason).toMatch(/^[A-Z].*; .*\.$/);
    await expect(createEngine(id)).rejects.toThrow(reason);
  }
});

test('engines run on the CPU and in the interpreter everywhere', () => {
  for (const id of ['cpu', 'reference']) expect(backends.find((b) => b.id === id)).toMatchObject({ available: true });
});

test.skipIf(process.platform === 'win32')('DirectML says that it needs Windows', () => {
  const { reason } = backends.find(({ id }) => id === 'directml') ?? {};
  expect(reason).toBe('DirectML runs on Windows only; choose WebGPU or CPU.');
});

test('a provider can be tried in this process', async () => {
  expect(await probeHere('cpu')).toMatchObject({ ok: true });
  expect(await probeHere('abacus')).toMatchObject({ ok: false, problem: expect.stringContaining('abacus') });
  const { available, software } = backends.find(({ id }) => id === 'webgpu') ?? {};
  const here = await probeHere('webgpu');
  expect(here.ok).toBe(available);
  if (here.ok && software && process.platform === 'linux') expect(softwareName(here.device ?? '')).toBeDefined();
});

test('where a driver is faulty none is tried: the engines without one are listed, the others with the reason', async () => {
  const tried: string[] = [];
  const listed = await listBackends(async (provider) => {
    tried.push(provider);
    return { ok: false, problem: 'its driver stopped the program that tried it', log: '' };
  });
  expect(listed.map(({ id }) => id)).toEqual(backends.map(({ id }) => id));
  expect(tried).toContain('webgpu');
  for (const id of ['cpu', 'reference']) expect(listed.find((b) => b.id === id)).toMatchObject({ available: true });
  expect(listed.find(({ id }) => id === 'webgpu')).toMatchObject({
    available: false,
    reason:
      'WebGPU could not start (its driver stopped the program that tried it); update the driver of your graphics card.',
  });
  // What was found by trying stays known.
  expect(await listBackends()).toEqual(backends);
});

test('an unknown engine is refused with those there are', async () => {
  await expect(createEngine('abacus')).rejects.toThrow('engine: got "abacus", expected one of cpu, webgpu, cuda');
  await expect(createEngine('toString')).rejects.toThrow('engine: got "toString"');
});

describe('the name of a graphics device', () => {
  const windows = (metadata: string) =>
    `[I:onnxruntime:] Discovered OrtHardwareDevice {vendor_id:0x10de, device_id:0x2504, vendor:NVIDIA, type:1, metadata: [${metadata}]}`;

  test('is what the Vulkan loader opened last', () => {
    const log = `[Vulkan Loader] DRIVER: Using "SwiftShader Device (Subzero)" with driver: "/x/libvk_swiftshader.so"\n`;
    expect(deviceNameFromLog(log, 'linux')).toBe('SwiftShader Device (Subzero)');
  });

  test('is that of the strongest card on Windows', () => {
    const log = [
      windows('Description=Intel(R) UHD Graphics, DxgiHighPerformanceIndex=1, '),
      windows('Description=NVIDIA GeForce RTX 3060, DxgiHighPerformanceIndex=0, '),
    ].join('\n');
    expect(deviceNameFromLog(log, 'win32')).toBe('NVIDIA GeForce RTX 3060');
    expect(deviceNameFromLog('', 'win32')).toBe('Microsoft Basic Render Driver');
  });

  test('is the vendor where there is no description, and nothing where there is no word', () => {
    expect(deviceNameFromLog(windows('Discrete=1, '), 'linux')).toBe('NVIDIA GPU');
    expect(deviceNameFromLog('nothing', 'linux')).toBeUndefined();
  });

  test('is that of the loaded driver where there is no log, real devices first', () => {
    const [software, real] = ['/x/libvk_swiftshader.so', '/usr/lib/libvulkan_radeon.so'];
    expect(deviceNameFromMaps(`${software}\n${real}\n`)).toBe('AMD GPU');
    expect(deviceNameFromMaps(software)).toBe('SwiftShader');
    expect(deviceNameFromMaps('/usr/lib/libc.so.6')).toBeUndefined();
  });

  test.each([
    ['SwiftShader Device (Subzero)', 'SwiftShader'],
    ['llvmpipe (LLVM 15.0.7, 256 bits)', 'llvmpipe'],
    ['Microsoft Basic Render Driver', 'Microsoft Basic Render'],
    ['NVIDIA H200', undefined],
  ])('%s is software: %s', (device, software) => {
    expect(softwareName(device)).toBe(software);
  });
});
