export { addOpenApi, type OpenApiOptions } from './add-open-api.ts';
export { docsPageFor } from './docs-page.ts';
