import { readFacts } from './facts.ts';
import { Panel } from './panel.ts';

/**
 * Opens retraining in a place that names, in its data, the file of facts and the list of modules. What
 * is fetched is the site's own: the visitor's data goes to the page's worker and nowhere else.
 */
export async function openRetraining(place: HTMLElement): Promise<void> {
  const { facts = '', home = '' } = place.dataset;
  const response = await fetch(facts);
  if (!response.ok)
    throw new Error(`${facts}: expected the module’s facts, found ${response.status}`);
  const panel = new Panel(readFacts(await response.json()), home);
  place.replaceChildren(panel.element);
  panel.focus();
}
