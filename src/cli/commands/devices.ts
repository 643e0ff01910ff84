import { listBackends } from '../../engine';
import type { CommandResult } from '../output';

/** `loom devices`: every engine, with a reason where it cannot run here. */
export const devices = async (): Promise<CommandResult> => {
  const backends = await listBackends();
  return {
    json: { devices: backends },
    text: backends
      .map(({ id, title, available, reason }) => `${id}  ${title}${available ? '' : ` (not available: ${reason})`}`)
      .join('\n'),
  };
};
