import { formatStart } from '../shell/format-start';
import type { PaletteEntry } from '../shell/palette-entries';
import { useProject } from '../state/project';
import { compareWithProject, compareWithRun } from './open';

/** Newest runs and projects that the palette offers. */
const OFFERED = 8;

/** The runs of this project and the projects opened lately, to be compared with by name. */
export function thingsToCompare(): PaletteEntry[] {
  const { project, runs, recent } = useProject.getState();
  if (!project) return [];
  const group = 'Compare';
  return [
    ...runs.slice(0, OFFERED).map((run) => ({
      id: `compare run ${run.run}`,
      group,
      label: `Compare with the run of ${formatStart(run.startedAt, new Date())}`,
      run: () => void compareWithRun(run),
    })),
    ...recent
      .filter(({ path }) => path !== project.path)
      .slice(0, OFFERED)
      .map(({ path, title }) => ({
        id: `compare project ${path}`,
        group,
        label: `Compare with “${title}”`,
        run: () => void compareWithProject(path),
      })),
  ];
}
