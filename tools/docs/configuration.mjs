// Renders docs/configuration.md from the declarations of the keys. Needs a build: npm run build.
import { renderReference } from '@aurora/config';

export const file = 'docs/configuration.md';
export const render = renderReference;
