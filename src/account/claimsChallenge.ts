/**
 * Writes the claims that the Azure SDK hands to a credential back into the `WWW-Authenticate`
 * header they came from, which is what VS Code takes: it reads scheme and parameters
 * (`parseWWWAuthenticateHeader`), and its Microsoft provider decodes `claims` from base64.
 *
 * The SDK decoded them with `atob` (`bearerTokenAuthenticationPolicy`), so each character is one
 * byte, whatever the text.
 */
export function toWwwAuthenticate(claims: string): string {
  const encoded = Buffer.from(claims, "latin1").toString("base64");
  return `Bearer error="insufficient_claims", claims="${encoded}"`;
}
