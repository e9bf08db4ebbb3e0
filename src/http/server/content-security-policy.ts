/** Stands in the built page where the nonce of each answer goes; `web/vite.config.ts` puts it there. */
export const NONCE_PLACEHOLDER = 'NONCE-OF-THIS-RESPONSE';

/**
 * Returns the policy of a page of the web application: it may only load content of this server. `nonce` allows the
 * style elements that the component library creates. There are no inline scripts and no inline style attributes.
 */
export function contentSecurityPolicy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
