// Faults that are known and not mended yet: they are counted and told, and do not break a run. Mend one, take it out here.

export const KNOWN = [
  {
    why: 'An absolute target with a host that cannot be read is refused by Express itself, as HTML.',
    is: ({ what, request }) => what.startsWith('an error as text/html') && request.includes('://[::1/'),
  },
  {
    why: 'A message of a refused overlay may be longer than the 512 characters the document allows.',
    is: ({ what, request }) =>
      what.includes('message must NOT have more than 512 characters') && request.includes('/overlay/apply'),
  },
  {
    why: 'A body of several lines that nests thousands deep is refused as no JSON, 400 instead of 422.',
    is: ({ what, request }) =>
      /^status 400 instead of/.test(what) &&
      request.length > 5000 &&
      /[\r\n]/.test(request.slice(request.indexOf('\r\n\r\n') + 4)),
  },
];

/** Warnings of Node on standard error that come with the first of them. */
export const isKnownWarning = (line) =>
  line.includes('DEP0170') || line.includes('The URL http://[::1/') || line.includes('--trace-deprecation');
