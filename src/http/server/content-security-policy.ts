/** Stands in the built page where the nonce of each answer goes; `web/vite.config.ts` puts it there. */
export const NONCE_PLACEHOLDER = 'NONCE-OF-THIS-ANSWER';

/**
 * What a page of the web application may load: only what this server sends. `nonce` admits the style elements
 * that the component library makes; there are no inline scripts and no inline style attributes.
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
