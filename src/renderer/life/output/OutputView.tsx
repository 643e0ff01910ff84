import { Eye, Play } from 'lucide-react';
import { useState } from 'react';
import type { GraphId } from '../../../core/graph';
import type { NodeValues } from '../../../protocol/worker';
import { services } from '../../client/services';
import { Button } from '../../components/Button';
import { EmptyState } from '../../components/EmptyState';
import { Select } from '../../components/Select';
import { Tabs } from '../../components/Tabs';
import { formatNumber, formatShape } from '../../format';
import { ErrorNote } from '../../lenses/ErrorNote';
import { useRun } from '../../state/run';
import { useSession } from '../../state/session';
import { type OutputTab, useInspected } from './inspected';
import styles from './Output.module.css';
import { OutputHistogram } from './OutputHistogram';
import { OutputPicture } from './OutputPicture';
import { OutputTable } from './OutputTable';
import { type OutputPart, picturedAs } from './pictures';
import { useOutput, useOutputPorts } from './use-output';

interface OutputViewProps {
  graph: GraphId;
  id: string;
  /** Views on different channels do not take each other's turn. */
  channel: string;
}

/** What a node gives for the probe batch, as pictures, histogram or table, live while a model trains. */
export function OutputView({ graph, id, channel }: OutputViewProps) {
  const ports = useOutputPorts(graph, id);
  const [wanted, setPort] = useState<string | null>(null);
  const port = ports.find((each) => each.id === wanted) ?? ports[0];
  const open = useSession(({ client }) => client !== null);
  const query = open && port ? { network: graph, node: id, port: port.id } : null;
  const { value, of, error } = useOutput(query, channel);
  if (!port) return <EmptyState title="Nothing leaves this node">It has no output with numbers of its own.</EmptyState>;
  if (!open) return <NoRun />;
  const current = of?.node === id && of.network === graph && of.port === port.id ? value : null;
  return (
    <div className={styles.view} data-testid="output" data-step={current?.step}>
      {ports.length > 1 && (
        <Select
          label="Output"
          value={port.id}
          options={ports.map((each) => ({ value: each.id, label: each.label }))}
          onChange={setPort}
          testId="output.port"
        />
      )}
      <ErrorNote errors={[error]} />
      {error ? null : current ? <Numbers output={current} /> : <p className={styles.note}>Computing…</p>}
    </div>
  );
}

/** Before there is anything to ask. */
function NoRun() {
  const opening = useRun(({ phase }) => phase === 'opening');
  return (
    <EmptyState
      icon={Eye}
      title={opening ? 'The model is being compiled' : 'No numbers yet'}
      action={
        !opening && (
          <Button size="small" icon={Play} onClick={() => void services().session.prepare()}>
            Prepare without training
          </Button>
        )
      }
      testId="output.empty"
    >
      Press Train or ⏭ to see numbers here.
    </EmptyState>
  );
}

const PARTS = { mean: 'Mean μ', logVar: 'Log-variance log σ²' };

function Numbers({ output }: { output: NodeValues }) {
  const [wanted, setPart] = useState<keyof typeof PARTS>('mean');
  const part = output.parts.find((each) => each.part === wanted) ?? output.parts[0];
  const itemShape = useSession(({ info }) => info?.data.itemShape);
  const image = useSession(({ info }) => info?.data.image ?? false);
  const tab = useInspected((state) => state.tab);
  const pictured = picturedAs(part, { itemShape: itemShape ?? [], image });
  const single = part.shape.length === 0;
  const shown: OutputTab = tab === 'picture' && !pictured ? 'histogram' : tab;
  return (
    <>
      {output.parts.length > 1 && (
        <Select<keyof typeof PARTS>
          label="Part of the distribution"
          value={wanted}
          options={output.parts.flatMap((each) => (each.part ? [{ value: each.part, label: PARTS[each.part] }] : []))}
          onChange={setPart}
        />
      )}
      {single ? (
        <p className={styles.single} data-testid="output.single">
          {formatNumber(part.values[0], 6)}
        </p>
      ) : (
        <>
          <Tabs<OutputTab>
            label="How to see the output"
            items={[
              { id: 'picture', label: 'Picture', disabled: !pictured },
              { id: 'histogram', label: 'Histogram' },
              { id: 'table', label: 'Table' },
            ]}
            value={shown}
            onChange={(chosen) => useInspected.setState({ tab: chosen })}
            testIdPrefix="output.tab"
          />
          {shown === 'picture' && pictured && (
            <OutputPicture part={asShown(part)} pictured={pictured} output={output} />
          )}
          {shown === 'histogram' && <OutputHistogram part={part} />}
          {shown === 'table' && <OutputTable part={part} output={output} />}
        </>
      )}
      <p className={styles.note}>
        {shown === 'picture' && part.shown && 'Shown as the objective reads it. '}
        {aboutRun(output, part.shape)}
      </p>
    </>
  );
}

/** The same numbers as they are looked at, the same object as long as they are. */
const asShown = (part: OutputPart): OutputPart => {
  if (part.shown === null) return part;
  const known = shownParts.get(part) ?? { ...part, values: part.shown };
  shownParts.set(part, known);
  return known;
};
const shownParts = new WeakMap<OutputPart, OutputPart>();

/** What the numbers are of, in sentences. */
const aboutRun = ({ step, batch, uses, repetitions, truncated }: NodeValues, shape: readonly number[]): string =>
  [
    `${formatShape(shape)} of ${batch} held-out items, step ${step}, as in evaluation.`,
    uses > 1 && `The network is used ${uses} times; this is the use on data.`,
    repetitions > 1 && `The block runs ${repetitions} times; this is the last.`,
    truncated && 'Too many numbers to show all: the rest is left out.',
  ]
    .filter(Boolean)
    .join(' ');
