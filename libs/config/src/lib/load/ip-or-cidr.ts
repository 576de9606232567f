const OCTET = /^(0|[1-9]\d{0,2})$/;

/** True for an IPv4 or IPv6 address, alone or with a prefix length (`10.0.0.0/8`, `::1`, `fd00::/8`). No zone, no brackets. */
export function isIpOrCidr(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/');
  if (address === undefined || rest.length > 0) return false;
  const bits = isIpv4(address) ? 32 : isIpv6(address) ? 128 : null;
  if (bits === null) return false;
  return prefix === undefined || (OCTET.test(prefix) && Number(prefix) <= bits);
}

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => OCTET.test(part) && Number(part) <= 255);
}

/** Eight groups of hexadecimal digits, at most one run of zero groups left out, the last two possibly as IPv4. */
function isIpv6(address: string): boolean {
  const dots = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dots && !isIpv4(dots[2]!)) return false;
  const halves = (dots ? `${dots[1]}0:0` : address).split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}
