import { camel } from '@aurora/kernel';
import { type ConfigKey } from '../schema/config-key';

type Tree = Record<string, unknown>;

/**
 * Values by path as nested objects. `code`: camelCase, secrets readable by name but not enumerable.
 * `wire`: snake_case, a secret that is set shown as `***`.
 */
export function nest(keys: readonly ConfigKey[], values: ReadonlyMap<string, unknown>, form: 'code' | 'wire'): Tree {
  const root: Tree = {};
  for (const { path, segments, secret } of keys) {
    const names = form === 'code' ? segments.map(camel) : segments;
    const value = values.get(path);
    let node = root;
    for (const name of names.slice(0, -1)) node = (node[name] ??= {}) as Tree;
    const isHidden = secret && form === 'code';
    Object.defineProperty(node, names.at(-1)!, {
      value: secret && form === 'wire' ? maskSecret(value) : structuredClone(value),
      enumerable: !isHidden,
      writable: true,
      configurable: true,
    });
  }
  return root;
}

/** `***` for a secret that is set, `null` for one that is not. */
export const maskSecret = (value: unknown): '***' | null => (value == null ? null : '***');

/** Freezes an object and everything in it. */
export function freezeDeep<T>(value: T): Readonly<T> {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const name of Object.getOwnPropertyNames(value)) freezeDeep((value as Tree)[name]);
  return Object.freeze(value);
}
