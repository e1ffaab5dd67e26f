/** `./dep-yUJfKD1i.js` → `./dep-*.js`: bundlers name chunks by their content, and what is in them is compared itself. */
export function withoutHash(text: string): string {
  if (text.length > 200 || !/^\.{0,2}\/?[\w@./-]{1,160}[-._][\w-]{8,64}\.(?:[cm]?js|css)$/.test(text)) return text
  return text.replace(/([-._])([A-Za-z0-9_-]{8,64})(\.(?:[cm]?js|css))$/, (whole, mark: string, hash: string, ending: string) =>
    /[A-Z0-9]/.test(hash) ? `${mark}*${ending}` : whole,
  )
}
