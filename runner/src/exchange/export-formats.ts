import { ai4Metadata } from './ai4-metadata.ts';
import { bioimageioDescription, lackingForBioimageio } from './bioimageio.ts';
import { croissantDataset, lackingForCroissant } from './croissant.ts';
import type { ExchangedModule } from './exchanged-module.ts';
import { huggingFaceCard } from './hugging-face-card.ts';
import { mldcatAp } from './mldcat-ap.ts';

/** A format that a person may ask a module in. */
export interface ExportFormat {
  /** What it is called. */
  readonly title: string;
  /** How its file is usually called. */
  readonly file: string;
  /** `undefined` for a module that it cannot describe. */
  write(exchanged: ExchangedModule): string | undefined;
  /** What a module would have to have for it; empty where nothing is missing. */
  lacking(exchanged: ExchangedModule): readonly string[];
}

const nothing = (): readonly string[] => [];

export const exportFormats = {
  ai4: {
    title: 'AI4OS metadata',
    file: 'ai4-metadata.yml',
    write: ai4Metadata,
    lacking: nothing,
  },
  huggingface: {
    title: 'Hugging Face model card',
    file: 'README.md',
    write: huggingFaceCard,
    lacking: nothing,
  },
  bioimageio: {
    title: 'bioimage.io description',
    file: 'rdf.yaml',
    write: bioimageioDescription,
    lacking: lackingForBioimageio,
  },
  mldcat: {
    title: 'MLDCAT-AP',
    file: 'mldcat-ap.jsonld',
    write: mldcatAp,
    lacking: nothing,
  },
  croissant: {
    title: 'Croissant',
    file: 'croissant.json',
    write: croissantDataset,
    lacking: lackingForCroissant,
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;
