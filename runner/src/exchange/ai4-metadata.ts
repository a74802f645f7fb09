import { portableYaml } from '@orangery/schemas';
import { findEvidence } from './evidence.ts';
import {
  findDoi,
  folderAddress,
  moduleAddress,
  webPage,
  type ExchangedModule,
} from './exchanged-module.ts';
import { publicAddress } from './public-link.ts';

type Words = readonly (readonly [RegExp, string])[];

/** Words of ours → those of the AI4 vocabulary; all that fit are taken. */
const tasks: Words = [
  [/image|object-detection|video|vision/, 'Computer Vision'],
  [/text|token|sequence-label|language|translation/, 'Natural Language Processing'],
  [/time-series|forecast/, 'Time Series'],
  [/recommend/, 'Recommender Systems'],
  [/anomaly/, 'Anomaly Detection'],
  [/regression/, 'Regression'],
  [/classif|sequence-label|token/, 'Classification'],
  [/cluster/, 'Clustering'],
  [/generat/, 'Generative Models'],
  [/reinforcement/, 'Reinforcement Learning'],
];

const libraries: Words = [
  [/tensorflow/, 'TensorFlow'],
  [/pytorch|^torch$/, 'PyTorch'],
  [/keras/, 'Keras'],
  [/scikit|sklearn/, 'Scikit-learn'],
  [/xgboost/, 'XGBoost'],
  [/lightgbm/, 'LightGBM'],
  [/catboost/, 'CatBoost'],
];

const dataTypes: Words = [
  [/image|picture/, 'Image'],
  [/text|token|document/, 'Text'],
  [/series/, 'Time Series'],
  [/tab(le|ular)/, 'Tabular'],
  [/graph/, 'Graph'],
  [/audio|sound/, 'Audio'],
  [/video/, 'Video'],
];

/** ai4-metadata.yml of a module (schema 2.0.0, https://docs.ai4os.eu/projects/ai4-metadata). */
export function ai4Metadata(exchanged: ExchangedModule): string {
  const { module } = exchanged;
  const { frontMatter, card } = module;
  const { title, summary, dates, license, tags = [] } = frontMatter;
  const doi = findDoi(module);
  const types = translate(frontMatter.dataTypes ?? [], dataTypes);
  return portableYaml({
    metadata_version: '2.0.0',
    id: module.id,
    title,
    summary,
    description: card.trim() || summary,
    license,
    ...(doi !== undefined && { doi }),
    // both or neither
    ...(dates?.created !== undefined && {
      dates: { created: dates.created, updated: dates.updated ?? dates.created },
    }),
    links: linksOf(exchanged),
    tags: [...new Set(tags)],
    tasks: translate([...frontMatter.tasks, frontMatter.recipe ?? ''], tasks),
    categories: categoriesOf(exchanged),
    libraries: translate(frontMatter.libraries ?? [], libraries),
    ...(types.length > 0 && { 'data-type': types }),
  });
}

/** At least one word: what the vocabulary does not know is `Other`. */
function translate(words: readonly string[], vocabulary: Words): string[] {
  const known = words.filter((word) => word !== '').map((word) => word.toLowerCase());
  if (known.length === 0) return [];
  const found = vocabulary.filter(([form]) => known.some((word) => form.test(word)));
  return found.length === 0 ? ['Other'] : found.map(([, name]) => name);
}

function categoriesOf({ module: { frontMatter } }: ExchangedModule): string[] {
  const { artifact, runtime, kind, recipe, container, fineTunable } = frontMatter;
  const isTrained = artifact !== undefined || runtime === 'container' || runtime === 'pipeline';
  const isTrainable = fineTunable ?? (recipe !== undefined || container?.train !== undefined);
  return [
    ...(isTrained && kind !== 'tool' ? ['AI4 pre trained', 'AI4 inference'] : []),
    ...(isTrainable ? ['AI4 trainable'] : []),
    ...(kind === 'tool' ? ['AI4 tools'] : []),
  ];
}

function linksOf(exchanged: ExchangedModule): object {
  const { module } = exchanged;
  const { artifact, container, parent, dataset } = module.frontMatter;
  const page = webPage(exchanged);
  const sources = findEvidence(module).dataset?.sources ?? (dataset ? [dataset] : []);
  const data = sources.map((source) => publicAddress(exchanged, source)).find(Boolean);
  const doi = findDoi(module);
  return {
    // required there; of a module that lies on one machine only its name can be told
    source_code: folderAddress(exchanged) ?? page ?? moduleAddress(exchanged, module.id),
    ...(page !== undefined && { documentation: page }),
    ...(container?.image !== undefined && { docker_image: container.image }),
    ...(doi?.startsWith('10.5281/') && { zenodo_doi: `https://doi.org/${doi}` }),
    ...(data !== undefined && { dataset: data }),
    ...(artifact?.link !== undefined && { weights: artifact.link }),
    ...(parent !== undefined && { base_model: moduleAddress(exchanged, parent.id) }),
  };
}
