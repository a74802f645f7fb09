/** A file about one module that is not its page. */
export interface ModuleFormat {
  /** Below the folder of the module's page. */
  readonly file: string;
  readonly title: string;
  readonly mediaType: string;
}

/** In the order they are listed; of some modules a format says nothing, and they lack it. */
export const moduleFormats = {
  huggingFace: { file: 'README.md', title: 'Hugging Face model card', mediaType: 'text/markdown' },
  ai4: { file: 'ai4-metadata.yml', title: 'AI4OS metadata', mediaType: 'application/yaml' },
  bioimageio: { file: 'rdf.yaml', title: 'bioimage.io description', mediaType: 'application/yaml' },
  mldcat: { file: 'mldcat-ap.jsonld', title: 'MLDCAT-AP', mediaType: 'application/ld+json' },
  croissant: {
    file: 'croissant.json',
    title: 'Data set as Croissant',
    mediaType: 'application/ld+json',
  },
  provenance: {
    file: 'provenance.jsonld',
    title: 'Provenance (PROV-O)',
    mediaType: 'application/ld+json',
  },
  bibtex: { file: 'citation.bib', title: 'BibTeX', mediaType: 'application/x-bibtex' },
  cff: { file: 'CITATION.cff', title: 'Citation File Format', mediaType: 'application/yaml' },
} as const satisfies Record<string, ModuleFormat>;

/** Those that only some modules have. */
export const optionalFormats: readonly ModuleFormat[] = [
  moduleFormats.bioimageio,
  moduleFormats.croissant,
];

/** A picture for a README elsewhere. */
export const moduleBadge = {
  file: 'badge.svg',
  title: 'Badge',
  mediaType: 'image/svg+xml',
} as const satisfies ModuleFormat;
