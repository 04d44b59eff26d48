/**
 * A content-security policy in every page: what the site itself serves, WebAssembly, and the few inline scripts of the
 * generator (they set the colour scheme before the first paint) by their hashes. No `unsafe-eval`, no third party.
 */
import { createHash } from "node:crypto";

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs;

const hash = (script: string): string => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

export function withPolicy(html: string): string {
  const scripts = Array.from(html.matchAll(INLINE_SCRIPT), ([, script = ""]) => hash(script));
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${scripts.join(" ")}`,
    // Formulas and highlighted code are positioned and coloured by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html.replace(
    "<head>",
    `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}
