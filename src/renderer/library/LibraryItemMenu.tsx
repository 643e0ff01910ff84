import { Ellipsis } from 'lucide-react';
import { services } from '../client/services';
import { MenuButton } from '../components/Menu';
import styles from './Library.module.css';
import { isGood, removeEntry, useLibrary } from './library';

/** What can be done with an entry of the library besides placing it. */
export function LibraryItemMenu({ offer }: { offer: string }) {
  const entry = useLibrary(({ entries }) => (entries ?? []).filter(isGood).find(({ id }) => offer === `library:${id}`));
  if (!entry) return null;
  const { id, title, summary, text } = entry;
  return (
    <MenuButton
      label={`More for ${title}`}
      className={styles.more}
      items={() => [
        { id: 'rename', label: 'Rename…', run: () => useLibrary.setState({ draft: { id, title, summary, text } }) },
        {
          id: 'remove',
          label: 'Remove from the library',
          danger: true,
          run: () => void removeEntry(services().app, entry),
        },
      ]}
      testId={`library.more.${title}`}
    >
      <Ellipsis aria-hidden />
    </MenuButton>
  );
}
