import { endingsOf, makeElement, showFile, type WholeInput } from '@orangery/runner/form';
import type { ShownPicture } from '@orangery/runner/form';
import type { FormContext } from './ask.ts';
import { makeCamera } from './make-camera.ts';
import { makeSamples, nameOf } from './make-samples.ts';
import { fetchSample } from './fetch-module.ts';

/** As the server. */
const mostBytes = 64 * 1024 * 1024;

/** A place for a picture or recording: chosen, dropped, pasted, taken by camera, or a sample. */
export function makeFileForm(whole: WholeInput, context: FormContext): HTMLElement {
  const { ask, refuse, samples, signal } = context;
  const preview = makeElement('div', { class: 'preview' });
  let url = '';
  const take = async (file: File): Promise<void> => {
    if (file.size > mostBytes) throw new Error(`${file.name}: expected at most 64 MB, found more`);
    URL.revokeObjectURL(url);
    url = URL.createObjectURL(file);
    preview.replaceChildren(...showFile(file, url));
    const bytes = new Uint8Array(await file.arrayBuffer());
    await ask({ kind: 'file', name: file.name, bytes }, await pictureOf(file, url));
  };
  const accept = whole.endings.map((ending) => `.${ending}`).join();
  const input = makeElement('input', { type: 'file', accept });
  const isPicture = whole.noun === 'picture';
  const ways = isPicture ? 'choose it, drop it here, or paste it' : 'choose it, or drop it here';
  const label = makeElement(
    'label',
    {},
    makeElement('span', {}, `A ${whole.noun} of yours`),
    input,
    makeElement('small', {}, `${endingsOf(whole)}; ${ways}`),
  );
  const drop = makeElement('div', { class: 'drop' }, label);
  const takeFirst = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined) void take(file).catch(refuse);
  };
  input.addEventListener('change', () => takeFirst((input as HTMLInputElement).files));
  listenForDrops(drop, takeFirst);
  if (isPicture) {
    document.addEventListener('paste', (event) => takeFirst(event.clipboardData?.files), {
      signal,
    });
    drop.append(...makeCamera({ take, refuse, signal }));
  }
  const takeSample = async (address: URL): Promise<void> => {
    const bytes = await fetchSample(address, signal);
    const name = nameOf(address);
    await take(new File([new Uint8Array(bytes)], name, { type: typeOf(name) }));
  };
  const fitting = samples.filter(({ pathname }) =>
    whole.endings.some((ending) => pathname.endsWith(`.${ending}`)),
  );
  const choices = makeSamples({ samples: fitting, take: takeSample, refuse });
  return makeElement('div', { class: 'give' }, drop, preview, ...choices);
}

/** What a preview needs to be seen and heard. */
function typeOf(name: string): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (ending === 'wav') return 'audio/wav';
  return `image/${ending === 'jpg' ? 'jpeg' : ending}`;
}

function listenForDrops(drop: HTMLElement, take: (files: FileList | undefined) => void): void {
  for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle('over-it', name === 'dragenter' || name === 'dragover');
    });
  }
  drop.addEventListener('drop', ({ dataTransfer }) => take(dataTransfer?.files));
}

/** Of a picture its size; of what does not decode nothing: the module says what is wrong with it. */
async function pictureOf({ type }: File, url: string): Promise<ShownPicture | undefined> {
  if (!type.startsWith('image/')) return undefined;
  const image = new Image();
  image.src = url;
  const isShown = await image.decode().then(
    () => true,
    () => false,
  );
  return isShown ? { url, width: image.naturalWidth, height: image.naturalHeight } : undefined;
}
