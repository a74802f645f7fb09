/** A module in the formats of others. Pure functions of what its folder says; nothing of Node. */
export { ai4Metadata } from './ai4-metadata.ts';
export { bibtex } from './bibtex.ts';
export { bioimageioDescription } from './bioimageio.ts';
export { citationFile } from './citation-file.ts';
export { croissantDataset, publishedDataset } from './croissant.ts';
export { findEvidence, type Evidence } from './evidence.ts';
export { exportFormats, type ExportFormat } from './export-formats.ts';
export {
  fileAddress,
  findDoi,
  folderAddress,
  moduleAddress,
  releaseDate,
  webPage,
  type ExchangedModule,
} from './exchanged-module.ts';
export { huggingFaceCard } from './hugging-face-card.ts';
export { mldcatAp } from './mldcat-ap.ts';
export { provenance } from './provenance.ts';
export { isSecretLink, publicAddress } from './public-link.ts';
