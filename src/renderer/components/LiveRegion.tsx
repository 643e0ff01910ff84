import { useAnnouncement } from '../state/announce';

/** Says what was done to those who do not see it, one sentence at a time and never interrupting. */
export function LiveRegion() {
  const { serial, text } = useAnnouncement();
  // A fresh element each time: the same words twice are news twice.
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      <span key={serial}>{text}</span>
    </div>
  );
}
