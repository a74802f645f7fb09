import type { APIRoute } from 'astro';
import { buildCatalogue } from '../../catalogue/build-catalogue.ts';
import { config } from '../../config.ts';
import { getModules } from '../../modules.ts';

/** The catalogue for programs. */
export const GET: APIRoute = async () => {
  const catalogue = buildCatalogue(await getModules(), config.base);
  return Response.json(catalogue);
};
