import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** What axe finds wrong on the page, a line each: everything, or one of its rules. */
async function violations(page: Page, except: readonly string[], rule?: string): Promise<string[]> {
  // It comes in through the debugger, which the content policy lets pass. Legacy mode: the other one opens a page of its
  // own, and the studio refuses new windows.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  for (const part of except) axe.exclude(part);
  // Chromium itself lets the keyboard reach what scrolls and holds nothing to focus.
  const all = axe.withTags(RULES).disableRules(['scrollable-region-focusable']);
  const { violations: found } = await (rule ? axe.withRules([rule]) : all).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary }) =>
          `${id}: ${target} ${html.slice(0, 150)} — ${failureSummary?.replaceAll('\n', ' ')}`,
      ),
    );
}

/** Draws the window in a theme. Colours come from the style sheet alone, so nothing that is open closes. */
const paint = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, theme);

/**
 * Looks at one view after the other, in both themes: at everything in the dark, and in the light at what a theme can
 * change, the contrast. `found` holds what is wrong, by view; nothing where all is well. `except`: parts of the window,
 * as selectors, that another test looks at.
 */
export function viewChecker(
  page: Page,
  except: readonly string[] = [],
): { check(view: string): Promise<void>; found: Record<string, string[]> } {
  const found: Record<string, string[]> = {};
  const check = async (view: string): Promise<void> => {
    for (const theme of THEMES) {
      await paint(page, theme);
      const lines = await violations(page, except, theme === 'dark' ? undefined : 'color-contrast');
      if (lines.length > 0) found[`${view}, ${theme}`] = lines;
    }
    await paint(page, 'dark');
  };
  return { check, found };
}
