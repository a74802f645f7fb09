import type { ModuleView } from '../catalogue/module-view.ts';
import type { Site } from '../catalogue/site.ts';
import { apiRecord } from './api-record.ts';
import { badge } from './badge.ts';
import { exchangeFormats } from './exchange-formats.ts';
import type { SiteFile } from './site-file.ts';
import { tryItModule } from './try-it-files.ts';

/** Makes files about one module from its view alone, so that they change only when it does. */
export type ModuleFiles = (view: ModuleView, site: Site) => readonly SiteFile[];

/** In the order of the addresses they answer at. */
const makers: readonly ModuleFiles[] = [apiRecord, exchangeFormats, badge, tryItModule];

export const moduleFiles: ModuleFiles = (view, site) => makers.flatMap((make) => make(view, site));
