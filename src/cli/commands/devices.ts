import { type BackendInfo, listBackends } from '../../engine';
import type { CommandResult } from '../output';

const line = ({ id, title, available, reason, device }: BackendInfo): string =>
  `${id}  ${title}${device ? ` on ${device}` : ''}${available ? '' : ` (not available: ${reason})`}`;

/** `loom devices`: every engine, with its device, or with a reason where it cannot run here. */
export const devices = async (): Promise<CommandResult> => {
  const backends = await listBackends();
  return { json: { devices: backends }, text: backends.map(line).join('\n') };
};
