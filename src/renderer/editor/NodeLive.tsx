import { memo } from 'react';
import { catalogue } from '../../core/catalogue';
import type { NodeDefinition } from '../../core/catalogue/types';
import { type GraphId, nodeName } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Sparkline } from '../components/Sparkline';
import { formatNumber } from '../format';
import { InsideFlag } from '../life/InsideFlag';
import { LayerStrip } from '../life/LayerStrip';
import { EyeButton } from '../life/output/EyeButton';
import { formatMetric, metricTitle } from '../metrics';
import { useSession } from '../state/session';
import { useVersion } from '../state/use-version';
import { categories } from './kinds';
import styles from './NodeLive.module.css';
import { Thumbnails } from './Thumbnails';

/** Milliseconds between two drawings of a curve on a node. */
const REST = 125;

interface NodeLiveProps {
  graph: GraphId;
  node: GraphNode;
  definition: NodeDefinition;
}

/** What a run says about a node: curves, pictures, statistics, what is wrong inside; and the way to look at its numbers. */
export const NodeLive = memo(function NodeLive({ graph, node, definition }: NodeLiveProps) {
  const { id, network } = node;
  return (
    <>
      {graph === null && <StudyLive id={id} name={nodeName(node, catalogue)} definition={definition} />}
      <LayerStrip graph={graph} id={id} />
      {network !== undefined && <InsideFlag network={network} />}
      <EyeButton graph={graph} id={id} name={nodeName(node, catalogue)} />
    </>
  );
});

interface StudyLiveProps {
  id: string;
  name: string;
  definition: NodeDefinition;
}

/** The last value and curve of a node of the study, or pictures of what passes through it. */
function StudyLive({ id, ...own }: StudyLiveProps) {
  const column = useSession(({ info }) => info?.series.findIndex((series) => series.node === id) ?? -1);
  if (column >= 0) return <Series column={column} {...own} />;
  if (own.definition.category === 'metric') return <Measures id={id} />;
  return <Thumbnails id={id} definition={own.definition} />;
}

/** What the last evaluation gave for this node. */
function Measures({ id }: { id: string }) {
  const metrics = useSession((state) => state.metrics);
  const measures = useSession(({ info }) => info?.measures);
  const own = measures?.filter(({ name, node }) => node === id && metrics[name] !== undefined) ?? [];
  if (own.length === 0) return null;
  return (
    <div className={styles.live}>
      {own.map(({ name }) => (
        <div key={name} className={styles.value}>
          <span>{metricTitle(name)}</span>
          <output>{formatMetric(metrics[name])}</output>
        </div>
      ))}
    </div>
  );
}

function Series({ column, name, definition }: Omit<StudyLiveProps, 'id'> & { column: number }) {
  const series = useSession(({ info }) => info?.series[column]);
  const version = useVersion('historyVersion', REST);
  const values = useSession((state) => state.history?.series[column]);
  const last = values?.at(-1);
  if (!series || !values || last === undefined) return null;
  return (
    <div className={styles.live}>
      <div className={styles.value}>
        <span>{series.title === name ? 'now' : series.title.replace(`${name}: `, '')}</span>
        <output>
          {formatNumber(last)}
          {series.unit && <small>{series.unit}</small>}
        </output>
      </div>
      <div className={styles.curve}>
        <Sparkline
          values={values}
          version={version}
          color={categories[definition.category].color}
          height={34}
          label={`${series.title} over the run`}
        />
      </div>
    </div>
  );
}
