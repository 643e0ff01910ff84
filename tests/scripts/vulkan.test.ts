import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasGraphics, softwareVulkan } from '../../scripts/lib/vulkan.mjs';

const complete = mkdtempSync(join(tmpdir(), 'loom-vulkan-'));
const partial = mkdtempSync(join(tmpdir(), 'loom-vulkan-'));
afterAll(() => {
  for (const folder of [complete, partial]) rmSync(folder, { recursive: true });
});
for (const name of ['libvulkan.so.1', 'vk_swiftshader_icd.json']) writeFileSync(join(complete, name), '');
writeFileSync(join(partial, 'vk_swiftshader_icd.json'), '');

describe('graphics made of software', () => {
  test('are taken from the first folder that holds both the loader and the driver', () => {
    const driver = join(complete, 'vk_swiftshader_icd.json');
    const expected = { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: complete };
    expect(softwareVulkan({}, ['/nowhere', partial, complete])).toEqual(expected);
    expect(softwareVulkan({ LD_LIBRARY_PATH: '/opt/lib' }, [complete])?.LD_LIBRARY_PATH).toBe(`${complete}:/opt/lib`);
    expect(softwareVulkan({}, [partial])).toBeNull();
  });

  test('are not for systems that bring their own, nor where somebody chose a driver', () => {
    expect(hasGraphics({}, 'win32')).toBe(true);
    expect(hasGraphics({}, 'darwin')).toBe(true);
    expect(hasGraphics({ VK_DRIVER_FILES: '/usr/share/vulkan/icd.d/nvidia_icd.json' }, 'linux')).toBe(true);
    expect(hasGraphics({ VK_ICD_FILENAMES: '/usr/share/vulkan/icd.d/nvidia_icd.json' }, 'linux')).toBe(true);
  });
});
