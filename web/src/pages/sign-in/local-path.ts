/**
 * Returns the address to open after the sign-in. It is read as browsers read it, which skip tabs and take backslashes
 * for slashes. Addresses of other origins are ignored.
 */
export function localPath(wanted: string | null, origin: string): string {
  if (!wanted || !URL.canParse(wanted, origin)) return '/';
  const url = new URL(wanted, origin);
  if (!/^https?:$/.test(url.protocol) || url.origin !== new URL(origin).origin) return '/';
  // A path such as `//example.com` would be read as another host the next time.
  return url.pathname.replace(/^\/{2,}/, '/') + url.search + url.hash;
}
