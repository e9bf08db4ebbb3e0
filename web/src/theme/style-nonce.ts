/** The nonce that the Content-Security-Policy requires of style elements. It is empty on the development server. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
