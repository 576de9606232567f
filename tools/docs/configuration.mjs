// Writes docs/configuration.md from the declarations of the keys. Needs a build: npm run build.
import { writeFileSync } from 'node:fs';
import { renderReference } from '@aurora/config';

writeFileSync(new URL('../../docs/configuration.md', import.meta.url), renderReference());
