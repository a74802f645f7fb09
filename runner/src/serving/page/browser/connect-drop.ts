import { makeElement } from './make-element.ts';

/** Takes files that are dropped on a field, and shows the one that was chosen. */
export function connectDrop(field: Element): void {
  const input = field.querySelector('input');
  const preview = field.querySelector('.preview');
  if (input === null || preview === null) return;
  let url = '';
  input.addEventListener('change', () => {
    URL.revokeObjectURL(url);
    const [file] = input.files ?? [];
    url = file === undefined ? '' : URL.createObjectURL(file);
    preview.replaceChildren(...(file === undefined ? [] : showFile(file, url)));
  });
  for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    field.addEventListener(name, (event) => {
      event.preventDefault();
      field.classList.toggle('over-it', name === 'dragenter' || name === 'dragover');
    });
  }
  field.addEventListener('drop', (event) => {
    const files = event instanceof DragEvent ? event.dataTransfer?.files : undefined;
    if (files === undefined || files.length === 0) return;
    input.files = files;
    input.dispatchEvent(new Event('change'));
  });
}

export function showFile({ name, type, size }: File, url: string): Node[] {
  const told = `${name}, ${size < 1000 ? `${size} bytes` : `${Math.round(size / 1000)} kB`}`;
  const line = makeElement('span', {}, told);
  if (type.startsWith('image/'))
    return [makeElement('img', { src: url, alt: `Preview of ${name}` }), line];
  if (!type.startsWith('audio/')) return [line];
  return [makeElement('audio', { src: url, controls: '', 'aria-label': name }), line];
}
