import { LayoutTemplate, Plus, Workflow } from 'lucide-react';
import { catalogue } from '../../core/catalogue';
import type { Preset } from '../../core/catalogue/types';
import { commands, graphAt } from '../../core/graph';
import { Button } from '../components/Button';
import { EmptyState } from '../components/EmptyState';
import { carryOut } from '../state/edit';
import { useProject } from '../state/project';
import { trailTo } from '../state/trail';
import { useUi } from '../state/ui';
import { editContext } from './add-node';
import styles from './Canvas.module.css';
import { canvas } from './canvas-state';

/** What a graph without nodes says, and the ways to begin. */
export function EmptyCanvas() {
  const empty = useProject(({ edit, place }) => edit !== null && graphAt(edit.document, place)?.nodes.length === 0);
  const study = useProject((state) => state.place === null);
  if (!empty) return null;
  return (
    <div className={styles.empty}>
      <EmptyState icon={Workflow} title="An empty canvas" action={study ? <StudyBeginnings /> : <NetworkBeginnings />}>
        {study
          ? 'Begin with data, wire it to a network and an objective, and end in a trainer. Tab or a double click anywhere searches all nodes.'
          : 'Begin with an input, wire layers, and end in an output; or take a network that is wired and change it. Tab or a double click anywhere searches all layers.'}
      </EmptyState>
    </div>
  );
}

const AddFirst = ({ what }: { what: string }) => (
  <Button icon={Plus} onClick={() => canvas.current?.openSearch()} keys="Tab" testId="canvas.add-first">
    {what}
  </Button>
);

function StudyBeginnings() {
  return (
    <div className={styles.beginnings}>
      <AddFirst what="Add a node" />
      <Button icon={LayoutTemplate} onClick={() => useUi.getState().setGallery(true)} testId="canvas.gallery">
        See the templates
      </Button>
    </div>
  );
}

/** The presets of the node that the network lies in, besides beginning from nothing. */
function NetworkBeginnings() {
  const presets = ownerPresets();
  return (
    <div className={styles.beginnings}>
      <AddFirst what="Add a layer" />
      {presets.map((preset) => (
        <Button
          key={preset.id}
          icon={LayoutTemplate}
          tooltip={preset.summary}
          onClick={() => fill(preset)}
          testId={`canvas.preset.${preset.id}`}
        >
          {preset.title}
        </Button>
      ))}
    </div>
  );
}

function owner() {
  const { edit, place, trail } = useProject.getState();
  const step = edit && trailTo(edit.document, place, trail).at(-1);
  const node = step && graphAt(edit.document, step.graph)?.nodes.find(({ id }) => id === step.node);
  return node && { graph: step.graph, node };
}

const MOST = 5;

/** Presets that can fill the network on the canvas; an empty one would change nothing. */
function ownerPresets(): readonly Preset[] {
  const inside = owner();
  const presets = (inside && catalogue.find(inside.node.type)?.presets) ?? [];
  return presets.filter(({ graph }) => graph.nodes.length > 0).slice(0, MOST);
}

/** Puts a preset in the place of the empty network. */
function fill(preset: Preset): void {
  const inside = owner();
  const context = editContext();
  if (!inside || !context) return;
  const plan = commands.setPreset.plan(
    { ...context, graph: inside.graph },
    { node: inside.node.id, preset: preset.id },
  );
  if (carryOut(commands.setPreset, plan)) requestAnimationFrame(() => canvas.current?.fit());
}
