import styles from './Logo.module.css';

/** The mark: threads crossing on a loom, one of them live. */
export function Logo({ large = false }: { large?: boolean }) {
  return (
    <span className={large ? styles.large : styles.logo}>
      <svg viewBox="0 0 24 24" aria-hidden>
        <g fill="none" strokeWidth="2" strokeLinecap="round">
          <path d="M4 7C9 7 9 17 14 17S19 12 20 12" stroke="var(--accent)" />
          <path d="M4 12C10 12 10 7 15 7S19 9 20 9" stroke="var(--kind-latent)" />
          <path d="M4 17C9 17 9 12 14 12S19 15 20 15" stroke="var(--kind-data)" />
        </g>
      </svg>
      <span className={styles.word}>Latent Loom</span>
    </span>
  );
}
