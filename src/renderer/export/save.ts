import { services } from '../client/services';
import { failureSentence } from '../lenses/probe/follower';
import { currentDocument } from '../state/project';
import { useUi } from '../state/ui';

/** `vae-digits latent.png`: the project, the lens, and what kind of file. */
export function fileName(lens: string, extension: string): string {
  const title = (currentDocument()?.title ?? 'Latent Loom').replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  return `${title.slice(0, 80) || 'Latent Loom'} ${lens}.${extension}`;
}

/** Makes bytes, asks where they shall lie and says what became of it. A dialog that is cancelled says nothing. */
export async function saveAs(suggestedName: string, make: () => Promise<Uint8Array<ArrayBuffer>>): Promise<void> {
  const { toast } = useUi.getState();
  try {
    const bytes = await make();
    const saved = await services().app.request('file.save', { suggestedName, bytes });
    if (saved) toast({ tone: 'success', message: `Saved as ${saved.path}` });
  } catch (error) {
    const message = failureSentence(error);
    if (message) toast({ tone: 'error', message });
  }
}
