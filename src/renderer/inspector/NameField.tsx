import { type KeyboardEvent, useState } from 'react';
import { catalogue } from '../../core/catalogue';
import { commands, type Holder, nodeName } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { dispatch, dispatchAt, markEdit } from '../state/edit';
import styles from './parts.module.css';

interface TitleFieldProps {
  label: string;
  value: string;
  placeholder?: string;
  maxLength: number;
  /** The trimmed text, where it differs; it may be empty. */
  onCommit(title: string): void;
  /** Takes the focus when it appears. */
  focus?: boolean;
  /** It was left, whether something was written or not. */
  onLeave?(): void;
  testId?: string;
}

const takeFocus = (input: HTMLInputElement | null): void => input?.select();

/** A heading that can be written over: Enter and leaving it take the text, Escape puts it back. */
export function TitleField(props: TitleFieldProps) {
  const { label, value, placeholder, maxLength, onCommit, onLeave, testId } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const title = draft?.trim();
    if (title !== undefined && title !== value) onCommit(title);
    setDraft(null);
    markEdit();
    onLeave?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape') return;
    setDraft(null);
    onLeave?.();
  };
  return (
    <input
      ref={props.focus ? takeFocus : undefined}
      className={styles.name}
      aria-label={label}
      title={value}
      value={draft ?? value}
      placeholder={placeholder}
      maxLength={maxLength}
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
      data-testid={testId}
    />
  );
}

/** Name of a node of the open graph; empty goes back to the catalogue's. */
export const NodeNameField = ({ node }: { node: GraphNode }) => (
  <TitleField
    label="Name of the node"
    value={nodeName(node, catalogue)}
    placeholder={catalogue.find(node.type)?.title}
    maxLength={80}
    onCommit={(title) => dispatch(commands.renameNode, { node: node.id, title })}
    testId="inspector.name"
  />
);

interface OwnerNameFieldProps extends Pick<TitleFieldProps, 'focus' | 'onLeave'> {
  owner: Holder;
}

/** Name of the node that holds the open network, which stands in another graph. */
export const OwnerNameField = ({ owner: { graph, node }, focus, onLeave }: OwnerNameFieldProps) => (
  <TitleField
    label="Name of the network"
    value={nodeName(node, catalogue)}
    placeholder={catalogue.find(node.type)?.title}
    maxLength={80}
    onCommit={(title) => dispatchAt(graph, commands.renameNode, { node: node.id, title })}
    focus={focus}
    onLeave={onLeave}
    testId="inspector.network-name"
  />
);
