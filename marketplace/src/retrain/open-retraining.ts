import { readFacts } from './facts.ts';
// by its address: what a script imports otherwise, Astro adds to the page from the start
import styles from './retrain.css?url';
import { make } from './dom.ts';
import { Panel } from './panel.ts';

/**
 * Opens retraining in a place that holds, in its data, the module's facts and the address of the list of
 * modules. The visitor's data goes to the page's worker and nowhere else.
 */
export async function openRetraining(place: HTMLElement): Promise<void> {
  const { facts = '', home = '' } = place.dataset;
  await addStyles();
  const panel = new Panel(readFacts(facts), home);
  place.replaceChildren(panel.element);
  panel.focus();
}

async function addStyles(): Promise<void> {
  const link = make('link', { rel: 'stylesheet', href: styles });
  await new Promise((resolve, reject) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', () => reject(new Error(`${styles} could not be loaded`)));
    document.head.append(link);
  });
}
