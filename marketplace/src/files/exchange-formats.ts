import {
  ai4Metadata,
  bibtex,
  bioimageioDescription,
  citationFile,
  huggingFaceCard,
  mldcatAp,
  provenance,
  publishedDataset,
  type ExchangedModule,
} from '@orangery/runner/exchange';
import { exchangedModule } from '../catalogue/exchanged.ts';
import { moduleFormats } from '../catalogue/module-formats.ts';
import type { ModuleFiles } from './module-files.ts';

const writers: Readonly<
  Record<keyof typeof moduleFormats, (module: ExchangedModule) => string | undefined>
> = {
  huggingFace: huggingFaceCard,
  ai4: ai4Metadata,
  bioimageio: bioimageioDescription,
  mldcat: mldcatAp,
  croissant: publishedDataset,
  provenance,
  bibtex,
  cff: citationFile,
};

/** `/modules/<id>/README.md` and the module in other formats beside it. */
export const exchangeFormats: ModuleFiles = (view, site) => {
  const exchanged = exchangedModule(view, site);
  return Object.entries(writers).flatMap(([name, write]) => {
    const content = write(exchanged);
    if (content === undefined) return [];
    // the keys of the one are those of the other
    const { file } = moduleFormats[name as keyof typeof moduleFormats];
    return [{ path: `modules/${view.module.id}/${file}`, content }];
  });
};
