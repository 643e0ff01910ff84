import { Ungroup } from 'lucide-react';
import { commands, GROUP_COLORS } from '../../core/graph';
import type { Group } from '../../core/graph/document';
import { Button } from '../components/Button';
import { dispatch, markEdit } from '../state/edit';
import styles from './GroupHead.module.css';
import { TitleField } from './NameField';
import parts from './parts.module.css';

/** The group that is selected: its title, its colour, and the way to take its frame away. */
export function GroupHead({ group }: { group: Group }) {
  return (
    <>
      <header className={parts.head}>
        <TitleField
          label="Title of the group"
          value={group.title}
          maxLength={80}
          onCommit={(title) => dispatch(commands.editGroup, { group: group.id, title })}
          testId="inspector.group-title"
        />
        <span className={parts.sub}>group</span>
      </header>
      <fieldset className={styles.swatches} aria-label="Colour of the group">
        {GROUP_COLORS.map((color) => (
          <label key={color} className={styles.swatch} title={color}>
            <input
              type="radio"
              name="group-color"
              aria-label={color}
              checked={group.color === color}
              onChange={() => {
                dispatch(commands.editGroup, { group: group.id, color });
                markEdit();
              }}
              data-testid={`inspector.group-color.${color}`}
            />
            <span data-color={color} aria-hidden />
          </label>
        ))}
      </fieldset>
      <Button
        icon={Ungroup}
        size="small"
        onClick={() => dispatch(commands.ungroup, { group: group.id })}
        testId="inspector.ungroup"
      >
        Ungroup
      </Button>
    </>
  );
}
