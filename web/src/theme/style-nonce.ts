/** What the Content-Security-Policy of this page admits style elements by; empty on the development server. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
