import type { ProjectDocument } from '../../core/graph/document';
import { services } from '../client/services';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';
import { blankDocument } from './blank-document';

/** Leaves the open project; asks once while a model trains. */
function leaving(action: string, go: () => Promise<boolean>): void {
  const leave = async (): Promise<void> => {
    if (await go()) useUi.getState().setGallery(false);
  };
  if (useSession.getState().state !== 'training') {
    void leave();
    return;
  }
  useUi.getState().ask({
    title: 'A model is training',
    text: 'Its run is kept up to the last checkpoint and can be continued from Runs.',
    action,
    run: () => void leave(),
  });
}

export const newProject = (): void => createProject(blankDocument());

export const createProject = (document: ProjectDocument): void =>
  leaving('Stop and begin another', () => services().files.create(document));

export const openProject = (path: string | null): void =>
  leaving('Stop and open another', () => services().files.open(path));
