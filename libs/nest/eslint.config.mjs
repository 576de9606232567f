import base from '../../eslint.config.mjs';
import { publishable } from '../../tools/eslint/rules.mjs';

export default [...base, ...publishable];
