import base from '../../eslint.config.mjs';
import { publishable, pureLibrary } from '../../tools/eslint/rules.mjs';

export default [...base, ...publishable, ...pureLibrary];
