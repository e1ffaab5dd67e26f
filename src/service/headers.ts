import type { onSendAsyncHookHandler } from 'fastify'

/** No inline code, nothing from elsewhere, no frame. Pictures may be data: figures are exported as such. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
}

/** Two years, as hstspreload.org asks for. */
const strictTransport = 'max-age=63072000; includeSubDomains'

/** Headers of every answer. What the API answers is kept by nobody. */
export function securityHeaders(tls: boolean): onSendAsyncHookHandler {
  return async (request, reply, payload) => {
    reply.headers(headers)
    if (tls || request.protocol === 'https') reply.header('strict-transport-security', strictTransport)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return payload
  }
}
