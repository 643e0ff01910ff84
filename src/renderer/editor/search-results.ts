import { type Offer, type OfferSection, sectionTitles } from './offers';
import { find, type Match } from './search';

export interface ResultSection {
  id: OfferSection | 'recent' | 'usual';
  title: string;
  matches: readonly Match<Offer>[];
}

const SECTIONS: readonly OfferSection[] = ['nodes', 'presets', 'project', 'library'];
const RECENT = 5;
const USUAL = 6;

interface Asked {
  offers: readonly Offer[];
  query: string;
  /** Ids of what was used lately, newest first. */
  recent: readonly string[];
  /** How usual an offer is where it would go; undefined where it would go nowhere in particular. */
  usual?: (offer: Offer) => number;
  /** Whether an offer that is usual makes no problem there; asked for a few alone. */
  sound?: (offer: Offer) => boolean;
}

/**
 * What a search shows. With a query the section of the best find comes first; without one, what people usually put
 * there, or what was used lately, and then everything in its own order. Nothing is shown twice.
 */
export function searchOffers({ offers, query, recent, usual, sound }: Asked): ResultSection[] {
  const found = find(offers, query, (offer) => offer);
  if (query.trim() !== '') {
    const sections = bySection(usual ? found.map((match) => lifted(match, usual(match.item))).sort(byScore) : found);
    return sections.sort((a, b) => b.matches[0].score - a.matches[0].score);
  }
  const lead = usual ? usualOnes(found, usual, sound) : recentOnes(found, recent);
  const led = new Set(lead?.matches.map(({ item }) => item.id));
  return [...(lead ? [lead] : []), ...bySection(found.filter(({ item }) => !led.has(item.id)))];
}

const byScore = (a: Match<Offer>, b: Match<Offer>): number => b.score - a.score;

/** Of two finds that are equally good the usual one is meant. */
const lifted = (match: Match<Offer>, usual: number): Match<Offer> => ({
  ...match,
  score: match.score + Math.min(0.05, usual * 0.01),
});

const bySection = (found: readonly Match<Offer>[]): ResultSection[] =>
  SECTIONS.map((id) => ({
    id,
    title: sectionTitles[id],
    matches: found.filter(({ item }) => item.section === id),
  })).filter(({ matches }) => matches.length > 0);

function usualOnes(
  found: readonly Match<Offer>[],
  usual: (offer: Offer) => number,
  sound: (offer: Offer) => boolean = () => true,
): ResultSection | null {
  const ranked = found
    .filter(({ item }) => item.section === 'nodes')
    .map((match) => ({ match, count: usual(match.item) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 2 * USUAL)
    .map(({ match }) => match);
  const matches = ranked.filter(({ item }) => sound(item)).slice(0, USUAL);
  return matches.length > 0 ? { id: 'usual', title: 'Usual here', matches } : null;
}

function recentOnes(found: readonly Match<Offer>[], recent: readonly string[]): ResultSection | null {
  const matches = recent.flatMap((id) => found.find(({ item }) => item.id === id) ?? []).slice(0, RECENT);
  return matches.length > 0 ? { id: 'recent', title: 'Used lately', matches } : null;
}
