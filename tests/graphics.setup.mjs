import { hasGraphics, softwareVulkan } from '../scripts/lib/vulkan.mjs';

/** Gives the processes of the tests a graphics device made of software where the machine has none. */
export default function setup() {
  if (!hasGraphics()) Object.assign(process.env, softwareVulkan());
}
