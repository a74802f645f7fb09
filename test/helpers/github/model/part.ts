import type { GitHub } from '../../../../actions/github/github.ts';

/** Some methods of the port. */
export type Part<Names extends keyof GitHub> = Pick<GitHub, Names>;
