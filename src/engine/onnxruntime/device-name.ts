/** Names of graphics devices: ONNX Runtime's Node binding tells none, so they come from what drivers leave behind. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * From what the Vulkan loader (Linux) or ONNX Runtime (Windows, macOS) logs. Windows lists real devices only, so where
 * there is none the system's software renderer was used.
 */
export function deviceNameFromLog(log: string, platform: NodeJS.Platform = process.platform): string | undefined {
  const vulkan = [...log.matchAll(/Using "(.+)" with driver/g)].at(-1);
  if (vulkan) return vulkan[1];
  const devices = [...log.matchAll(/Discovered OrtHardwareDevice \{.*vendor:(.*), type:1, metadata: \[(.*)\]\}/g)];
  const first = devices.find(([, , metadata]) => metadata.includes('DxgiHighPerformanceIndex=0')) ?? devices[0];
  if (first) return /Description=([^,]+)/.exec(first[2])?.[1].trim() ?? `${first[1]} GPU`;
  return platform === 'win32' ? 'Microsoft Basic Render Driver' : undefined;
}

/** Vulkan drivers of Linux by library, real devices first: they are preferred where there are several. */
const drivers: readonly (readonly [RegExp, () => string])[] = [
  [/libGLX_nvidia|libnvidia-vulkan/, () => nvidiaCards()?.[0] ?? 'NVIDIA GPU'],
  [/libvulkan_radeon|amdvlk/, () => 'AMD GPU'],
  [/libvulkan_intel/, () => 'Intel GPU'],
  [/libvulkan_nouveau/, () => 'NVIDIA GPU'],
  [/libvk_swiftshader/, () => 'SwiftShader'],
  [/libvulkan_lvp/, () => 'llvmpipe'],
];

/** From the libraries that this process has loaded (`/proc/self/maps`), after the device was opened. */
export const deviceNameFromMaps = (maps: string): string | undefined =>
  drivers.find(([library]) => library.test(maps))?.[1]();

/** Models of the NVIDIA cards that the Linux driver lists; null without a driver. */
export function nvidiaCards(): string[] | null {
  const folder = '/proc/driver/nvidia/gpus';
  try {
    return readdirSync(folder).flatMap(
      (card) => /^Model:\s*(.+)$/m.exec(readFileSync(join(folder, card, 'information'), 'utf8'))?.[1].trim() ?? [],
    );
  } catch {
    const signs = ['/proc/driver/nvidia/version', '/dev/nvidia0', '/usr/lib/wsl/lib/libcuda.so.1'];
    return signs.some((file) => existsSync(file)) ? [] : null;
  }
}

/** Graphics devices that are the processor in disguise, and how to call them. */
const softwareDevices: readonly (readonly [RegExp, string])[] = [
  [/swiftshader/i, 'SwiftShader'],
  [/llvmpipe|lavapipe/i, 'llvmpipe'],
  [/basic render/i, 'Microsoft Basic Render'],
];

/** Name of the software that plays the device; undefined for a real one. */
export const softwareName = (device: string): string | undefined =>
  softwareDevices.find(([pattern]) => pattern.test(device))?.[1];
