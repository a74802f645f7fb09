import { makeElement } from '@orangery/runner/form';
import { makeButton } from './make-button.ts';

export interface SampleOrder {
  readonly samples: readonly URL[];
  readonly take: (address: URL) => Promise<void>;
  readonly refuse: (error: unknown) => void;
}

/** A button for each sample, with the picture where it is one; nothing where there are none. */
export function makeSamples({ samples, take, refuse }: SampleOrder): readonly HTMLElement[] {
  if (samples.length === 0) return [];
  const items = samples.map((address) => {
    const name = nameOf(address);
    const button = makeButton(name, async () => take(address), refuse);
    if (/\.(png|jpe?g|webp)$/i.test(name)) {
      const image = makeElement('img', { src: address.href, alt: '', width: '72', height: '72' });
      button.prepend(image);
    }
    return makeElement('li', {}, button);
  });
  const title = makeElement('p', { id: 'try-samples' }, 'Or take a sample:');
  const list = makeElement('ul', { class: 'samples', 'aria-labelledby': 'try-samples' }, ...items);
  return [title, list];
}

export function nameOf(address: URL): string {
  return decodeURIComponent(address.pathname.split('/').at(-1) ?? '');
}
