// An order that is denied early costs less: then something else was measured than what is said.

const DENIED = /^aurora_pretrade_decisions_total\{[^}]*decision="deny"[^}]*\} ([1-9]\d*)/m;

/** Throws when one of the gates denied an order since it began. */
export async function refuseDenials(servers) {
  for (const [name, { url }] of Object.entries(servers)) {
    if (!name.startsWith('aurora_')) continue;
    const response = await fetch(`${url}/metrics`);
    const denied = DENIED.exec(await response.text());
    if (denied !== null) throw new Error(`${name} denied ${denied[1]} orders, and all are meant to be allowed`);
  }
}
