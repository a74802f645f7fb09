export { pageFor, type PageOptions } from './page.ts';
