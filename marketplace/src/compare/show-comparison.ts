import type { CatalogueModule } from '@orangery/schemas';
import { compareModules, mostCompared } from '../catalogue/compare-modules.ts';
import { loadJson } from '../search/load-json.ts';
import { isId, keepChosen, parseChosen, readChosen } from './chosen.ts';
import { drawComparison } from './draw-comparison.ts';

interface Parts {
  readonly form: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly status: Element;
  readonly place: Element;
  /** Address of the records, with a final slash. */
  readonly records: string;
}

/** Shows the modules that the address names side by side; the form adds one, links take one away. */
export function startComparison(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('#add-module');
  const input = page.querySelector<HTMLInputElement>('#add-module input');
  const status = page.querySelector('#compared');
  const place = page.querySelector('#comparison');
  if (!form || !input || !status || !place) return;
  const records = new URL(form.dataset.records!, page.baseURI).href;
  const parts: Parts = { form, input, status, place, records };
  let ids = parseChosen(location.search);
  if (ids.length === 0) ids = readChosen();
  const show = async (wanted: readonly string[]): Promise<void> => {
    ids = await showModules(wanted, parts, (id) => void show(ids.filter((one) => one !== id)));
    keepChosen(ids);
    history.replaceState(null, '', `?modules=${ids.join(',')}`);
    form.hidden = ids.length >= mostCompared;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const id = input.value.trim();
    input.value = '';
    if (!isId(id))
      status.textContent = `${id} is no module’s name; names are like leaf-classifier.`;
    else if (!ids.includes(id)) void show([...ids, id]);
  });
  void show(ids);
}

/** @returns ids of the modules that are there */
async function showModules(
  ids: readonly string[],
  { status, place, records }: Parts,
  remove: (id: string) => void,
): Promise<readonly string[]> {
  const loaded = await Promise.allSettled(
    ids.map((id) => loadJson<CatalogueModule>(`${records}${id}.json`)),
  );
  const modules = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const missing = ids.filter((_, number) => loaded[number]!.status === 'rejected');
  const compared = compareModules(modules);
  place.replaceChildren();
  if (modules.length > 0) {
    place.append(drawComparison(modules, compared), makeRemovals(modules, remove));
  }
  status.textContent = [
    ...missing.map((id) => `${id} could not be loaded.`),
    modules.length < 2 ? 'Choose at least two modules.' : `${modules.length} modules.`,
    compared.warning ?? '',
  ]
    .join(' ')
    .trim();
  return modules.map(({ entry }) => entry.id);
}

function makeRemovals(
  modules: readonly CatalogueModule[],
  remove: (id: string) => void,
): HTMLElement {
  const line = document.createElement('p');
  for (const { entry } of modules) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `Without ${entry.title}`;
    button.addEventListener('click', () => remove(entry.id));
    line.append(button, ' ');
  }
  return line;
}
