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

/**
 * The policy of the documentation of the API. Swagger UI sets style attributes and shows images in `data:` addresses.
 * It has no inline scripts.
 */
export const DOCUMENTATION_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
