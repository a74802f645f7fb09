import { make } from '../dom.ts';
import type { PickedFile } from '../messages.ts';
import { pickFromDrop, pickFromInput } from '../pick-files.ts';
import { dataOfRecipe } from '../retrainable.ts';

const wanted = {
  pictures: {
    what: 'a folder of pictures, one folder a class inside, or a zip of it',
    accept: '.zip',
  },
  table: {
    what: 'a table: CSV, TSV, JSON lines or Parquet',
    accept: '.csv,.tsv,.jsonl,.ndjson,.parquet,.zip',
  },
  texts: {
    what: 'a CSV with a column of texts and one of classes, or a folder of text files, one folder a class inside',
    accept: '.csv,.tsv,.jsonl,.ndjson,.parquet,.zip',
  },
} as const;

/** Where the visitor drops or chooses data. */
export function dataView(
  recipe: string,
  onPick: (files: readonly PickedFile[]) => void,
): HTMLElement {
  const { what, accept } = wanted[dataOfRecipe(recipe) ?? 'table'];
  const take = (input: HTMLInputElement): void => {
    const picked = pickFromInput(input.files ?? []);
    input.value = ''; // so that the same choice can be made again
    if (picked.length > 0) onPick(picked);
  };
  const file = chooser('Choose a file', { accept }, take);
  const folder = chooser('Choose a folder', { webkitdirectory: true, multiple: true }, take);
  const place = make(
    'div',
    { class: 'drop' },
    make('p', {}, make('strong', {}, 'Drop your data here, or choose it: '), `${what}.`),
    make('div', { class: 'choices' }, file, recipe.startsWith('tabular') ? undefined : folder),
  );
  takeDrops(place, onPick);
  return place;
}

/** A file input under a label that looks like a button: the keyboard reaches it as any other. */
function chooser(
  text: string,
  attributes: Readonly<Record<string, string | boolean>>,
  take: (input: HTMLInputElement) => void,
): HTMLElement {
  const input = make('input', { type: 'file', class: 'visually-hidden', ...attributes });
  input.addEventListener('change', () => take(input));
  return make('label', { class: 'button' }, input, text);
}

function takeDrops(place: HTMLElement, onPick: (files: readonly PickedFile[]) => void): void {
  place.addEventListener('dragover', (event) => {
    event.preventDefault();
    place.classList.add('over');
  });
  place.addEventListener('dragleave', () => place.classList.remove('over'));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    place.classList.remove('over');
    if (event.dataTransfer === null) return;
    void pickFromDrop(event.dataTransfer).then((files) => {
      if (files.length > 0) onPick(files);
    });
  });
}
